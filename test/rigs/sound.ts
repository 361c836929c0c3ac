import { onAbort } from '../../src/lib/on-abort.js';

/** A chirp-like signal whose every stretch is unlike the others, so that it can be aligned. */
export function sweep(rate: number, seconds: number, amplitude = 0.5): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, index) => {
    const time = index / rate;
    return amplitude * Math.sin(2 * Math.PI * (200 * time + (1800 / seconds) * time * time));
  });
}

export function toPcm16(samples: Float32Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (sample) => Math.round(sample * 32_767));
}

/** A microphone that hears `samples` once `play` is called. */
export function createSignalStream(
  context: AudioContext,
  samples: Float32Array<ArrayBuffer>,
): { stream: MediaStream; play(): void } {
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(destination);
  return { stream: destination.stream, play: () => source.start() };
}

const TAP = `registerProcessor('tap', class extends AudioWorkletProcessor {
  live = true;
  constructor() {
    super();
    this.port.onmessage = () => (this.live = false);
  }
  process([[samples]]) {
    if (samples && this.live) this.port.postMessage({ frame: currentFrame, samples: samples.slice() });
    return this.live;
  }
})`;

/** Everything that goes to the destination of `context`, by frame. Tap before the graph is built. */
export interface Tap {
  /** Waits until the sound from `frame` on is there, `count` frames of it. */
  read(frame: number, count: number): Promise<Float32Array>;
  /** Waits for the first frame from `from` on at which something is to be heard. */
  firstSound(from?: number): Promise<number>;
  /** The frame after the latest that was tapped. */
  readonly end: number;
  /** All that is tapped, for whatever listens to it. */
  readonly room: AudioNode;
}

/** Holds `seconds` of sound. */
export async function tapDestination(context: AudioContext, signal: AbortSignal, seconds = 20): Promise<Tap> {
  const module = URL.createObjectURL(new Blob([TAP], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(module);
  URL.revokeObjectURL(module);
  const node = new AudioWorkletNode(context, 'tap', { channelCount: 1, channelCountMode: 'explicit' });
  const room = new GainNode(context);
  const { connect } = AudioNode.prototype;
  room.connect(node).connect(context.destination);
  AudioNode.prototype.connect = function (this: AudioNode, destination: AudioNode | AudioParam, ...rest: number[]) {
    const tapped = destination === context.destination ? room : destination;
    return Reflect.apply(connect, this, [tapped, ...rest]) as AudioNode;
  };
  onAbort(signal, () => {
    AudioNode.prototype.connect = connect;
    node.port.postMessage('end');
  });

  const heard = new Float32Array(context.sampleRate * seconds);
  let end = 0;
  let changed = (): void => undefined;
  node.port.onmessage = ({ data }: MessageEvent<{ frame: number; samples: Float32Array }>) => {
    heard.set(data.samples, data.frame);
    end = data.frame + data.samples.length;
    changed();
  };
  const until = async (frame: number): Promise<void> => {
    while (end < frame) await new Promise<void>((resolve) => (changed = resolve));
  };
  return {
    room,
    async read(frame, count) {
      await until(frame + count);
      return heard.slice(frame, frame + count);
    },
    async firstSound(from = 0) {
      for (let frame = from; ; frame += 1) {
        await until(frame + 1);
        if (Math.abs(heard[frame] ?? 0) > 1e-4) return frame;
      }
    },
    get end() {
      return end;
    },
  };
}

/** Where `part` stands in `whole`, by the highest correlation. */
export function align(whole: Float32Array, part: Float32Array): number {
  let best = 0;
  let highest = -Infinity;
  for (let offset = 0; offset + part.length <= whole.length; offset += 1) {
    let sum = 0;
    for (let index = 0; index < part.length; index += 1) sum += (whole[offset + index] ?? 0) * (part[index] ?? 0);
    if (sum > highest) [highest, best] = [sum, offset];
  }
  return best;
}

/** Decibels by which what differs is below `expected`. */
export function similarity(actual: Float32Array, expected: Float32Array): number {
  let signal = 0;
  let noise = 0;
  for (let index = 0; index < expected.length; index += 1) {
    signal += (expected[index] ?? 0) ** 2;
    noise += ((actual[index] ?? 0) - (expected[index] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}
