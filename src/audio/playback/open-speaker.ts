import { abortable } from '../../lib/abortable.js';
import { createAlarm } from '../../lib/alarm.js';
import { createAsyncQueue } from '../../lib/async-queue.js';
import { onAbort } from '../../lib/on-abort.js';
import type { Speaker } from '../../spec/audio-io.js';
import type { SpeakerEvent } from '../../spec/voice-event.js';
import type { WorkletLocation } from '../../spec/worklet-location.js';
import { playoutFrame } from './playout-frame.js';
import { createPlayoutPositions } from './playout-positions.js';
import { createMeter, type Meter } from '../meter.js';
import { loadWorklet } from '../load-worklet.js';
import { openProcessor } from '../open-processor.js';
import { PLAYBACK_PROCESSOR, type PlaybackCommand, type DetachedPlayback, type PlaybackReport } from './playback.messages.js';
import { createOutputDevice } from '../devices/output-device.js';
import { currentContext, onHandover } from '../devices/context-handover.js';
import { observeDevices } from '../devices/observe-devices.js';

export interface SpeakerOptions extends WorkletLocation {
  /** From {@link createSpeakerContext}. */
  readonly context: AudioContext;
  /** The system's default without it, or where it cannot be used. */
  readonly deviceId?: string | undefined;
  /** Linear gain, 0-1; default 1. */
  readonly volume?: number;
}

/** Time constant of the ramp to a new volume, so that a slider does not crackle. */
const VOLUME_RAMP_SECONDS = 0.01;

/** The output time of some browsers stands still for a few milliseconds. */
const MIN_UPDATE_MS = 2;

/** The processor and the nodes connected to it, in one context. */
interface PlaybackGraph {
  readonly context: AudioContext;
  readonly gain: GainNode;
  readonly meter: Meter;
  post(command: PlaybackCommand): void;
  /** Fades out, ends, and resolves to what was not played. */
  detach(): Promise<DetachedPlayback>;
}

/**
 * Plays the agent's voice until `signal` aborts. Formats arrive over `Speaker.port`, before the audio.
 *
 * @throws AgentError `worklet-blocked`, `audio-unsupported`
 */
export async function openSpeaker(
  { context, deviceId, volume = 1, ...place }: SpeakerOptions,
  signal: AbortSignal,
): Promise<Speaker> {
  let gain = volume;
  let flushed = false;
  const first = currentContext(context);
  const channel = new MessageChannel();
  onAbort(signal, () => channel.port1.close());
  const events = createAsyncQueue<SpeakerEvent>(signal);
  const positions = createPlayoutPositions(first.sampleRate);
  const publish = (reports: readonly SpeakerEvent[]): void => reports.forEach((event) => events.push(event));
  const update = (): void => {
    const frame = playoutFrame(graph.context);
    publish(positions.advance(frame));
    const next = positions.nextEventFrame();
    // While the context stands still nothing is heard; `statechange` updates again.
    if (next === undefined || graph.context.state !== 'running') return;
    alarm.set(Math.max(MIN_UPDATE_MS, ((next - frame) / graph.context.sampleRate) * 1000));
  };
  const alarm = createAlarm(update, signal);
  const receive = ({ data }: MessageEvent<PlaybackReport | DetachedPlayback>): void => {
    if (data.type === 'flushed') publish(positions.flush(data.receivedMs, data.frame));
    else if (data.type !== 'closed' && data.type !== 'detached') positions.addMark(data);
    update();
  };

  const output = createOutputDevice(deviceId, (event) => events.push(event));
  const prepare = async (target: AudioContext): Promise<void> => {
    await loadWorklet(target, place, signal);
    await abortable(output.attach(target), signal);
  };
  /** Plays what arrives over `port` until `signal` aborts or it is detached. */
  const open = (target: AudioContext, port: MessagePort, detached?: DetachedPlayback): PlaybackGraph => {
    const { node, ended, detach } = openProcessor<DetachedPlayback>(
      target,
      PLAYBACK_PROCESSOR,
      { numberOfInputs: 0, outputChannelCount: [1] },
      signal,
    );
    const volumeGain = new GainNode(target, { gain });
    node.connect(volumeGain).connect(target.destination);
    // The last fade-out passes through it.
    onAbort(ended, () => volumeGain.disconnect());
    node.port.addEventListener('message', receive, { signal });
    target.addEventListener('statechange', update, { signal });
    const post = (command: PlaybackCommand, transfer: Transferable[] = []): void => node.port.postMessage(command, transfer);
    post({ type: 'attach', port, detached }, [port]);
    return { context: target, gain: volumeGain, meter: createMeter(volumeGain), post, detach };
  };
  const move = async (next: AudioContext): Promise<void> => {
    await prepare(next);
    flushed = false;
    const detached = await abortable(graph.detach(), signal);
    publish(positions.move(detached.frame, playoutFrame(next), next.sampleRate));
    graph = open(next, detached.port, detached);
    // The detached processor no longer received it.
    if (flushed) graph.post({ type: 'flush' });
  };

  await prepare(first);
  let graph = open(first, channel.port2);
  onHandover(context, move, signal);
  observeDevices(() => void output.refresh(), signal);
  return {
    port: channel.port1,
    events,
    flush() {
      flushed = true;
      graph.post({ type: 'flush' });
    },
    setVolume(value) {
      gain = value;
      graph.gain.gain.setTargetAtTime(value, graph.context.currentTime, VOLUME_RAMP_SECONDS);
    },
    setDevice: output.setDevice,
    level: () => graph.meter.level(),
    bands: (count) => graph.meter.bands(count),
  };
}
