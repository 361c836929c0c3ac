/** What left an audio graph, by the machine's clock; the audio thread notes it, so that a busy page changes nothing. */
export interface Passage {
  /** Milliseconds since the epoch: the first render quantum with sound, and the one after the last. */
  readonly beganAt: number;
  readonly endedAt: number;
  /** From its first to its last loud sample. */
  readonly ms: number;
}

/** Silence is below -60 dB of full scale, and lasts. */
const TAP = `registerProcessor('bench-tap', class extends AudioWorkletProcessor {
  live = true; frames = 0; loud = 0; beganAt = 0; endedAt = 0; quiet = 0;
  constructor() { super(); this.port.onmessage = () => (this.live = false); }
  process([[samples]]) {
    const now = Date.now();
    let last = -1;
    for (let i = 0; samples && i < samples.length; i += 1) if (Math.abs(samples[i]) > 0.001) last = i;
    if (last >= 0) {
      if (this.frames === 0) { this.beganAt = now; let first = 0; while (Math.abs(samples[first]) <= 0.001) first += 1; this.frames = -first; }
      this.loud = this.frames + last + 1;
      this.endedAt = now;
      this.quiet = 0;
    }
    if (this.frames !== 0 || last >= 0) { this.frames += 128; this.quiet += 128; }
    if (this.frames !== 0 && this.quiet > sampleRate * 0.12) {
      this.port.postMessage({ beganAt: this.beganAt, endedAt: this.endedAt, ms: (this.loud / sampleRate) * 1000 });
      this.frames = 0;
      this.quiet = 0;
    }
    return this.live;
  }
})`;

/** From now on, everything that leaves a graph of this page passes a tap. */
export function tapGraphs(passed: (passage: Passage) => void): void {
  const module = URL.createObjectURL(new Blob([TAP], { type: 'text/javascript' }));
  const taps = new WeakMap<BaseAudioContext, GainNode>();
  const original = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode, ...ends: number[]) => AudioNode;
  const { close } = AudioContext.prototype;
  const ends = new WeakMap<BaseAudioContext, () => void>();

  function tapOf(context: BaseAudioContext): GainNode {
    const known = taps.get(context);
    if (known) return known;
    const tap = new GainNode(context);
    taps.set(context, tap);
    void context.audioWorklet.addModule(module).then(() => {
      const node = new AudioWorkletNode(context, 'bench-tap', { channelCount: 1, channelCountMode: 'explicit' });
      node.port.onmessage = ({ data }: MessageEvent<Passage>) => passed(data);
      original.call(tap, node);
      original.call(node, context.destination);
      ends.set(context, () => node.port.postMessage('end'));
    });
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
    return close.call(this);
  };
}
