import { abortable } from '../lib/abortable.js';
import { createAlarm } from '../lib/alarm.js';
import { createInbox } from '../lib/inbox.js';
import { own } from '../lib/own.js';
import type { AudioFormat } from '../spec/audio-format.js';
import type { Speaker } from '../spec/sound-ports.js';
import type { SpeakerEvent } from '../spec/voice-event.js';
import { heardFrame } from './heard-frame.js';
import { createHeardPositions } from './heard-positions.js';
import { createMeter } from './level.js';
import { loadWorklet, type WorkletPlace } from './load-worklet.js';
import { openProcessor } from './open-processor.js';
import { PLAYBACK_PROCESSOR, type PlaybackCommand, type PlaybackOptions, type PlaybackReport } from './playback.messages.js';
import { setOutputDevice } from './set-output-device.js';

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
  await loadWorklet(context, place, signal);
  if (deviceId !== undefined)
    await abortable(
      setOutputDevice(context, deviceId).catch(() => undefined),
      signal,
    );
  const processorOptions: PlaybackOptions = { format };
  const { node, ended } = openProcessor(
    context,
    PLAYBACK_PROCESSOR,
    { numberOfInputs: 0, outputChannelCount: [1], processorOptions },
    signal,
  );
  const gain = new GainNode(context, { gain: volume });
  node.connect(gain).connect(context.destination);
  // The last fade goes through it.
  own(ended, () => gain.disconnect());

  const tell = (command: PlaybackCommand, transfer: Transferable[] = []): void => node.port.postMessage(command, transfer);
  const line = new MessageChannel();
  own(signal, () => line.port1.close());
  tell({ type: 'attach', port: line.port2 }, [line.port2]);

  const events = createInbox<SpeakerEvent>(signal);
  const positions = createHeardPositions(format.sampleRate, context.sampleRate);
  const publish = (news: readonly SpeakerEvent[]): void => news.forEach((event) => events.push(event));
  const look = (): void => {
    const frame = heardFrame(context);
    publish(positions.advance(frame));
    const next = positions.nextFrame();
    // While the context stands still nothing is heard; `statechange` looks again.
    if (next === undefined || context.state !== 'running') return;
    alarm.set(Math.max(SHORTEST_LOOK_MS, ((next - frame) / context.sampleRate) * 1000));
  };
  const alarm = createAlarm(look, signal);
  context.addEventListener('statechange', look, { signal });
  node.port.addEventListener(
    'message',
    ({ data }: MessageEvent<PlaybackReport>) => {
      if (data.type === 'flushed') publish(positions.cut(data.itemIds, data.frame));
      else if (data.type !== 'closed') positions.note(data);
      look();
    },
    { signal },
  );

  const meter = createMeter(gain);
  return {
    port: line.port1,
    events,
    flush: () => tell({ type: 'flush' }),
    setVolume: (value) => void gain.gain.setTargetAtTime(value, context.currentTime, VOLUME_GLIDE_SECONDS),
    setDevice: (id) => setOutputDevice(context, id),
    level: meter.level,
    bands: meter.bands,
  };
}
