import { abortable } from '../lib/abortable.js';
import { createAlarm } from '../lib/alarm.js';
import { createInbox } from '../lib/inbox.js';
import { own } from '../lib/own.js';
import type { AudioFormat } from '../spec/audio-format.js';
import type { Speaker } from '../spec/sound-ports.js';
import type { SpeakerEvent } from '../spec/voice-event.js';
import { heardFrame } from './heard-frame.js';
import { createHeardPositions } from './heard-positions.js';
import { createMeter, type Meter } from './level.js';
import { loadWorklet, type WorkletPlace } from './load-worklet.js';
import { openProcessor } from './open-processor.js';
import {
  PLAYBACK_PROCESSOR,
  type PlaybackCommand,
  type PlaybackLeft,
  type PlaybackOptions,
  type PlaybackReport,
  type SavedPlayback,
} from './playback.messages.js';
import { setOutputDevice } from './set-output-device.js';
import { currentContext, followContext } from './succession.js';

export interface SpeakerOptions extends WorkletPlace {
  /** Of {@link createSpeakerContext}. */
  readonly context: AudioContext;
  /** How the provider's sound is encoded. */
  readonly format: AudioFormat;
  /** The system's default without it, and where it cannot be used. */
  readonly deviceId?: string | undefined;
  /** Linear gain, 0-1; default 1. */
  readonly volume?: number;
}

/** A volume glides to its new value with this time constant, so that a slider does not crackle. */
const VOLUME_GLIDE_SECONDS = 0.01;

/** Some browsers' output time stands still for a few milliseconds. */
const SHORTEST_LOOK_MS = 2;

/**
 * Puts the agent's voice on the speaker until `signal` aborts.
 *
 * @throws AgentError `worklet-blocked`, `audio-unsupported`
 */
export async function openSpeaker(
  { context, format, deviceId, volume = 1, ...place }: SpeakerOptions,
  signal: AbortSignal,
): Promise<Speaker> {
  let device = deviceId;
  const prepare = async (target: AudioContext): Promise<void> => {
    await loadWorklet(target, place, signal);
    if (device !== undefined)
      await abortable(
        setOutputDevice(target, device).catch(() => undefined),
        signal,
      );
  };
  const first = currentContext(context);
  await prepare(first);

  const line = new MessageChannel();
  own(signal, () => line.port1.close());
  const events = createInbox<SpeakerEvent>(signal);
  const positions = createHeardPositions(format.sampleRate, first.sampleRate);
  const publish = (news: readonly SpeakerEvent[]): void => news.forEach((event) => events.push(event));
  const look = (): void => {
    const frame = heardFrame(voice.context);
    publish(positions.advance(frame));
    const next = positions.nextFrame();
    // While the context stands still nothing is heard; `statechange` looks again.
    if (next === undefined || voice.context.state !== 'running') return;
    alarm.set(Math.max(SHORTEST_LOOK_MS, ((next - frame) / voice.context.sampleRate) * 1000));
  };
  const alarm = createAlarm(look, signal);
  const take = (report: PlaybackReport | PlaybackLeft): void => {
    if (report.type === 'flushed') publish(positions.cut(report.itemIds, report.frame));
    else if (report.type !== 'closed' && report.type !== 'left') positions.note(report);
    look();
  };
  let voice = openVoice(first, format, volume, { port: line.port2 }, take, signal);
  first.addEventListener('statechange', look, { signal });

  const move = async (next: AudioContext): Promise<void> => {
    await prepare(next);
    const left = await abortable(voice.leave(), signal);
    publish(positions.move(left.frame, heardFrame(next), next.sampleRate));
    voice = openVoice(next, format, volume, left, take, signal);
    next.addEventListener('statechange', look, { signal });
  };
  followContext(context, move, signal);

  return {
    port: line.port1,
    events,
    flush: () => voice.tell({ type: 'flush' }),
    setVolume: (value) => {
      volume = value;
      voice.setVolume(value);
    },
    async setDevice(id) {
      await setOutputDevice(voice.context, id);
      device = id;
    },
    level: () => voice.meter.level(),
    bands: (count) => voice.meter.bands(count),
  };
}

/** The processor and what hangs on it, in one context. */
interface Voice {
  readonly context: AudioContext;
  readonly meter: Meter;
  tell(command: PlaybackCommand): void;
  setVolume(volume: number): void;
  /** Fades out, ends, and answers what was not played and from which frame on. */
  leave(): Promise<PlaybackLeft>;
}

/** Speaks what comes over `port` until `signal` aborts, or until it is made to leave. */
function openVoice(
  context: AudioContext,
  format: AudioFormat,
  volume: number,
  { port, saved }: { readonly port: MessagePort; readonly saved?: SavedPlayback },
  take: (report: PlaybackReport | PlaybackLeft) => void,
  signal: AbortSignal,
): Voice {
  const processorOptions: PlaybackOptions = { format };
  const { node, ended, leave } = openProcessor<PlaybackLeft>(
    context,
    PLAYBACK_PROCESSOR,
    { numberOfInputs: 0, outputChannelCount: [1], processorOptions },
    signal,
  );
  const gain = new GainNode(context, { gain: volume });
  node.connect(gain).connect(context.destination);
  // The last fade goes through it.
  own(ended, () => gain.disconnect());
  node.port.addEventListener('message', ({ data }: MessageEvent<PlaybackReport | PlaybackLeft>) => take(data), { signal });
  const tell = (command: PlaybackCommand, transfer: Transferable[] = []): void => node.port.postMessage(command, transfer);
  tell({ type: 'attach', port, saved }, [port]);

  return {
    context,
    meter: createMeter(gain),
    tell,
    setVolume: (value) => void gain.gain.setTargetAtTime(value, context.currentTime, VOLUME_GLIDE_SECONDS),
    leave,
  };
}
