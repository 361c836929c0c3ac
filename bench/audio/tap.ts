/** What left an audio graph, by the machine's clock; the audio thread notes it, so that a busy page changes nothing. */
export interface Passage {
  /** Milliseconds since the epoch: the first render quantum with sound, and the one after the last. */
  readonly beganAt: number;
  readonly endedAt: number;
  /** From the sample at which it was half as loud as it became to its last loud one, without the gaps. */
  readonly ms: number;
}

/**
 * Silence is below -60 dB of full scale; of more than 2 ms it is a gap, of 120 ms the end. A filter rings before an edge, so
 * that the edge itself is where half of its height is reached.
 */
const TAP = `registerProcessor('bench-tap', class extends AudioWorkletProcessor {
  live = true; frame = 0; first = -1; last = -1; gaps = 0; beganAt = 0; endedAt = 0;
  constructor() { super(); this.port.onmessage = () => (this.live = false); }
  process([[samples]]) {
    const now = Date.now();
    const size = samples ? samples.length : 128;
    for (let i = 0; samples && i < size; i += 1) {
      const height = Math.abs(samples[i]);
      if (height <= 0.001) continue;
      const frame = this.frame + i;
      if (this.beganAt === 0) this.beganAt = now;
      if (this.first < 0 && height > 0.15) this.first = frame;
      if (this.last >= 0 && frame - this.last > sampleRate * 0.002) this.gaps += frame - this.last - 1;
      this.last = frame;
      this.endedAt = now;
    }
    this.frame += size;
    if (this.beganAt !== 0 && this.frame - this.last > sampleRate * 0.12) {
      const ms = (frames) => (frames / sampleRate) * 1000;
      this.port.postMessage({ beganAt: this.beganAt, endedAt: this.endedAt, ms: ms(this.last + 1 - this.first - this.gaps) });
      this.first = this.last = -1;
      this.gaps = this.beganAt = 0;
    }
    return this.live;
  }
})`;

/** From now on, everything that leaves a graph of this page passes a tap. Answers how to wait until all of them listen. */
export function tapGraphs(passed: (passage: Passage) => void): () => Promise<void> {
  const module = URL.createObjectURL(new Blob([TAP], { type: 'text/javascript' }));
  const original = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode, ...ends: number[]) => AudioNode;
  const { close } = AudioContext.prototype;
  const taps = new WeakMap<BaseAudioContext, GainNode>();
  const ends = new WeakMap<BaseAudioContext, () => void>();
  const loading = new Map<BaseAudioContext, Promise<void>>();

  // As soon as there is a context: what its page connects later must not wait for the tap.
  class TappedContext extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      // One that is closed meanwhile has nothing to say.
      loading.set(
        this,
        this.audioWorklet.addModule(module).catch(() => undefined),
      );
    }
  }
  globalThis.AudioContext = TappedContext;

  function tapOf(context: BaseAudioContext): GainNode {
    const known = taps.get(context);
    if (known) return known;
    const tap = new GainNode(context);
    taps.set(context, tap);
    const listen = (): void => {
      const node = new AudioWorkletNode(context, 'bench-tap', { channelCount: 1, channelCountMode: 'explicit' });
      node.port.onmessage = ({ data }: MessageEvent<Passage>) => passed(data);
      original.call(tap, node);
      original.call(node, context.destination);
      ends.set(context, () => node.port.postMessage('end'));
    };
    void loading.get(context)?.then(listen);
    return tap;
  }
  const connect = function (this: AudioNode, to: AudioNode, ...ends: number[]): AudioNode {
    const leaves = to === this.context.destination || to instanceof MediaStreamAudioDestinationNode;
    if (leaves) original.call(this, tapOf(this.context));
    return original.call(this, to, ...ends);
  };
  AudioNode.prototype.connect = connect as typeof AudioNode.prototype.connect;
  AudioContext.prototype.close = function () {
    ends.get(this)?.();
    loading.delete(this);
    return close.call(this);
  };
  return async () => void (await Promise.all(loading.values()));
}
