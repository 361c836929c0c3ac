import { AgentError } from '../../spec/agent-error.js';
import type { SpeakerEvent } from '../../spec/voice-event.js';
import { mayResume } from './keep-running.js';

/** The device that a context plays on: the chosen one while it is connected, the system's default otherwise. */
export interface OutputDevice {
  /** Plays `context` on it from now on. */
  attach(context: AudioContext): Promise<void>;
  /** Rejects with an `AgentError`; nothing changes then. */
  setDevice(deviceId: string | undefined): Promise<void>;
  /** Devices may have been connected or removed. */
  refresh(): Promise<void>;
}

/** The part of a `MediaDeviceInfo` that identifies outputs. */
interface Device {
  readonly kind: MediaDeviceKind;
  readonly deviceId: string;
}

/** Chromium's; Firefox and Safari play on the system's default. */
interface SinkSelector {
  /** Empty for the system's default; an object for no device. */
  readonly sinkId: unknown;
  setSinkId(sinkId: string): Promise<void>;
}

/**
 * The device to play on when `devices` are connected, `chosen` is wanted and `used` is in use; `undefined` is the system's
 * default. Without a grant all ids are empty, and no device is known.
 */
export function chooseOutput(
  devices: readonly Device[],
  chosen: string | undefined,
  used: string | undefined,
): string | undefined {
  const ids = devices.flatMap(({ kind, deviceId }) => (kind === 'audiooutput' && deviceId ? [deviceId] : []));
  if (chosen === undefined || ids.length === 0) return used;
  return ids.includes(chosen) ? chosen : undefined;
}

export function createOutputDevice(deviceId: string | undefined, emit: (event: SpeakerEvent) => void): OutputDevice {
  let chosen = deviceId;
  let used: string | undefined;
  let context: AudioContext | undefined;
  let refreshing = Promise.resolve();

  async function play(id: string | undefined): Promise<void> {
    if (context === undefined) return;
    await setSink(context, id);
    used = id;
  }

  async function follow(): Promise<void> {
    const next = chooseOutput(await navigator.mediaDevices.enumerateDevices(), chosen, used);
    if (next === used) return;
    await play(next);
    // Chromium suspends a context whose device was lost.
    if (context && mayResume(context.state)) context.resume().catch(() => undefined);
    emit({ type: 'speaker-changed', ...(next === undefined ? { missing: chosen ?? '' } : { deviceId: next }) });
  }

  return {
    async attach(next) {
      context = next;
      // A remembered choice falls back to the default when its device is gone or not known yet.
      await play(chosen).catch(() => play(undefined));
    },
    async setDevice(id) {
      await play(id);
      chosen = id;
    },
    // In sequence: browsers announce one change several times.
    refresh: () => (refreshing = refreshing.then(follow).catch(() => undefined)),
  };
}

function canSelectSink(context: AudioContext): context is AudioContext & SinkSelector {
  return 'setSinkId' in context;
}

async function setSink(context: AudioContext, deviceId: string | undefined): Promise<void> {
  if (!canSelectSink(context)) {
    if (deviceId === undefined) return;
    throw new AgentError('speaker-unsupported', 'This browser has no AudioContext.setSinkId');
  }
  // Even `setSinkId('')` fails where permissions policy forbids `speaker-selection`.
  if (context.sinkId === (deviceId ?? '')) return;
  try {
    await context.setSinkId(deviceId ?? '');
  } catch (cause) {
    throw new AgentError('speaker-missing', `The output device ${deviceId} cannot be used`, { cause });
  }
}
