import { createRecording, middle, type RecordingData } from './recording.js';

interface Block {
  readonly endFrame: number;
  /** Of the wall clock. */
  readonly endedAt: number;
  readonly samples: Float32Array;
}

export interface SpeakerTap {
  /** Settles once everything that is played is recorded. */
  ready(): Promise<void>;
  /** What reached the destination of the latest AudioContext, from the moment of readiness on. */
  data(): RecordingData;
  /** Begins anew. */
  forget(): void;
}

/** Branches whatever is connected to the destination of an AudioContext into a recorder. Call it before any script of the page. */
export function tapSpeakers(recorderUrl: string): SpeakerTap {
  const { connect } = AudioNode.prototype as { connect: (this: AudioNode, ...to: unknown[]) => unknown };
  const buses = new WeakMap<BaseAudioContext, AudioNode>();
  let recording = createRecording(() => 1, middle);
  let loading: Promise<void> = Promise.reject(new Error('No AudioContext was ever made'));
  loading.catch(() => undefined);

  const open = async (context: AudioContext, bus: AudioNode): Promise<void> => {
    await context.audioWorklet.addModule(recorderUrl);
    const recorder = new AudioWorkletNode(context, 'e2e-recorder', { channelCount: 1, channelCountMode: 'explicit' });
    const heard = createRecording(() => context.sampleRate, middle);
    recording = heard;
    recorder.port.onmessage = ({ data }: MessageEvent<Block>) =>
      heard.add(data.samples, data.endFrame, data.endedAt - performance.timeOrigin);
    connect.call(bus, recorder);
    connect.call(recorder, context.destination);
  };
  const busOf = (context: AudioContext): AudioNode => {
    const known = buses.get(context);
    if (known) return known;
    const bus = new GainNode(context);
    buses.set(context, bus);
    loading = open(context, bus);
    // Whoever wants to hear asks for readiness, and hears of it there.
    loading.catch(() => undefined);
    return bus;
  };

  Object.defineProperty(AudioNode.prototype, 'connect', {
    configurable: true,
    writable: true,
    value(this: AudioNode, ...to: unknown[]): unknown {
      if (to[0] instanceof AudioDestinationNode && this.context instanceof AudioContext) connect.call(this, busOf(this.context));
      return connect.apply(this, to);
    },
  });
  return { ready: () => loading, data: () => recording.data(), forget: () => recording.forget() };
}
