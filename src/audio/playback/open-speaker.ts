import { abortable } from '../../lib/abortable.js';
import { createAlarm } from '../../lib/alarm.js';
import { createAsyncQueue } from '../../lib/async-queue.js';
import { onAbort } from '../../lib/on-abort.js';
import type { AudioFormat } from '../../spec/audio-format.js';
import type { Speaker } from '../../spec/audio-io.js';
import type { SpeakerEvent } from '../../spec/voice-event.js';
import type { WorkletLocation } from '../../spec/worklet-location.js';
import { heardFrame } from './playout-frame.js';
import { createHeardPositions } from './playout-positions.js';
import { createMeter, type Meter } from '../meter.js';
import { loadWorklet } from '../load-worklet.js';
import { openProcessor } from '../open-processor.js';
import {
  PLAYBACK_PROCESSOR,
  type PlaybackCommand,
  type PlaybackLeft,
  type PlaybackOptions,
  type PlaybackReport,
} from './playback.messages.js';
import { createOutput } from '../devices/output-device.js';
import { currentContext, followContext } from '../devices/context-handover.js';
import { watchDevices } from '../devices/watch-devices.js';

export interface SpeakerOptions extends WorkletLocation {
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

/** The processor and what hangs on it, in one context. */
interface Voice {
  readonly context: AudioContext;
  readonly gain: GainNode;
  readonly meter: Meter;
  tell(command: PlaybackCommand): void;
  /** Fades out, ends, and answers what was not played and from which frame on. */
  leave(): Promise<PlaybackLeft>;
}

/**
 * Puts the agent's voice on the speaker until `signal` aborts.
 *
 * @throws AgentError `worklet-blocked`, `audio-unsupported`
 */
export async function openSpeaker(
  { context, format, deviceId, volume = 1, ...place }: SpeakerOptions,
  signal: AbortSignal,
): Promise<Speaker> {
  let gain = volume;
  let flushed = false;
  const first = currentContext(context);
  const line = new MessageChannel();
  onAbort(signal, () => line.port1.close());
  const events = createAsyncQueue<SpeakerEvent>(signal);
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
  const take = ({ data }: MessageEvent<PlaybackReport | PlaybackLeft>): void => {
    if (data.type === 'flushed') publish(positions.cut(data.received, data.frame));
    else if (data.type !== 'closed' && data.type !== 'left') positions.note(data);
    look();
  };

  const output = createOutput(deviceId, (event) => events.push(event));
  const prepare = async (target: AudioContext): Promise<void> => {
    await loadWorklet(target, place, signal);
    await abortable(output.use(target), signal);
  };
  /** Speaks what comes over `port` until `signal` aborts, or until it is made to leave. */
  const open = (target: AudioContext, port: MessagePort, left?: PlaybackLeft): Voice => {
    const { node, ended, leave } = openProcessor<PlaybackLeft>(
      target,
      PLAYBACK_PROCESSOR,
      { numberOfInputs: 0, outputChannelCount: [1], processorOptions: { format } satisfies PlaybackOptions },
      signal,
    );
    const volumed = new GainNode(target, { gain });
    node.connect(volumed).connect(target.destination);
    // The last fade goes through it.
    onAbort(ended, () => volumed.disconnect());
    node.port.addEventListener('message', take, { signal });
    target.addEventListener('statechange', look, { signal });
    const tell = (command: PlaybackCommand, transfer: Transferable[] = []): void => node.port.postMessage(command, transfer);
    tell({ type: 'attach', port, left }, [port]);
    return { context: target, gain: volumed, meter: createMeter(volumed), tell, leave };
  };
  const move = async (next: AudioContext): Promise<void> => {
    await prepare(next);
    flushed = false;
    const left = await abortable(voice.leave(), signal);
    publish(positions.move(left.frame, heardFrame(next), next.sampleRate));
    voice = open(next, left.port, left);
    // What left did not hear it any more.
    if (flushed) voice.tell({ type: 'flush' });
  };

  await prepare(first);
  let voice = open(first, line.port2);
  followContext(context, move, signal);
  watchDevices(() => void output.look(), signal);
  return {
    port: line.port1,
    events,
    flush() {
      flushed = true;
      voice.tell({ type: 'flush' });
    },
    setVolume(value) {
      gain = value;
      voice.gain.gain.setTargetAtTime(value, voice.context.currentTime, VOLUME_GLIDE_SECONDS);
    },
    setDevice: output.setDevice,
    level: () => voice.meter.level(),
    bands: (count) => voice.meter.bands(count),
  };
}
