import { AgentError } from '../../spec/agent-error.js';
import type { SpeakerEvent } from '../../spec/voice-event.js';
import { mayResume } from './keep-running.js';

/** Where a context plays: on the chosen device whenever that is there, on the system's default otherwise. */
export interface Output {
  /** Plays `context` there from now on. */
  use(context: AudioContext): Promise<void>;
  /** Rejects with an `AgentError`, and then nothing changes. */
  setDevice(deviceId: string | undefined): Promise<void>;
  /** Devices may have come or gone. */
  look(): Promise<void>;
}

/** What of a `MediaDeviceInfo` tells outputs. */
interface Device {
  readonly kind: MediaDeviceKind;
  readonly deviceId: string;
}

/** Chromium's; Firefox and Safari play where the system says. */
interface SinkChooser {
  setSinkId(sinkId: string): Promise<void>;
}

/**
 * The device to play on now that these are there, where `chosen` is wanted and `used` is in use; `undefined` is the
 * system's default. Without a grant all ids are empty, and nothing is known of any device.
 */
export function outputAmong(
  devices: readonly Device[],
  chosen: string | undefined,
  used: string | undefined,
): string | undefined {
  const ids = devices.flatMap(({ kind, deviceId }) => (kind === 'audiooutput' && deviceId ? [deviceId] : []));
  if (chosen === undefined || ids.length === 0) return used;
  return ids.includes(chosen) ? chosen : undefined;
}

export function createOutput(deviceId: string | undefined, tell: (event: SpeakerEvent) => void): Output {
  let chosen = deviceId;
  let used: string | undefined;
  let context: AudioContext | undefined;
  let looking = Promise.resolve();

  async function play(id: string | undefined): Promise<void> {
    if (context === undefined) return;
    await setSink(context, id);
    used = id;
  }

  async function follow(): Promise<void> {
    const next = outputAmong(await navigator.mediaDevices.enumerateDevices(), chosen, used);
    if (next === used) return;
    await play(next);
    // Chromium suspends a context whose device was lost.
    if (context && mayResume(context.state)) context.resume().catch(() => undefined);
    tell({ type: 'speaker-changed', ...(next === undefined ? { missing: chosen ?? '' } : { deviceId: next }) });
  }

  return {
    async use(next) {
      context = next;
      // A choice that was remembered gives way when the device is gone, or not known yet; so does an earlier one of the context.
      await play(chosen).catch(() => play(undefined));
    },
    async setDevice(id) {
      await play(id);
      chosen = id;
    },
    // One after the other: one plug is announced several times.
    look: () => (looking = looking.then(follow).catch(() => undefined)),
  };
}

function canChoose(context: AudioContext): context is AudioContext & SinkChooser {
  return 'setSinkId' in context;
}

async function setSink(context: AudioContext, deviceId: string | undefined): Promise<void> {
  if (!canChoose(context)) {
    if (deviceId === undefined) return;
    throw new AgentError('speaker-unsupported', 'This browser has no AudioContext.setSinkId');
  }
  try {
    await context.setSinkId(deviceId ?? '');
  } catch (cause) {
    throw new AgentError('speaker-missing', `The output device ${deviceId} cannot be used`, { cause });
  }
}
