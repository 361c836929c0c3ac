import { SAMPLE_RATE, type OpenPlayer } from './player.js';

/** A worklet that plays a list of buffers, one after the other. */
const QUEUE = `registerProcessor('queue', class extends AudioWorkletProcessor {
  buffers = []; at = 0;
  constructor() { super(); this.port.onmessage = ({ data }) => { if (data) this.buffers.push(data); else { this.buffers = []; this.at = 0; } }; }
  process(_inputs, [[out]]) {
    for (let i = 0; i < out.length; i += 1) {
      while (this.buffers.length > 0 && this.at >= this.buffers[0].length) { this.buffers.shift(); this.at = 0; }
      out[i] = this.buffers.length > 0 ? this.buffers[0][this.at++] / 32768 : 0;
    }
    return true;
  }
})`;

/** The gain falls for so long when the person interrupts (`@elevenlabs/client` 1.25.0, output.ts). */
const RAMP_SECONDS = 2;

/**
 * The way of `@elevenlabs/client` 1.25.0, rebuilt: a queue in a worklet, a gain, a MediaStream, an audio element. An
 * interruption ramps the gain down exponentially and empties the queue with the next sound.
 */
export const openElevenlabs: OpenPlayer = async () => {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE });
  await context.resume();
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([QUEUE], { type: 'text/javascript' })));
  const node = new AudioWorkletNode(context, 'queue', { numberOfInputs: 0, outputChannelCount: [1] });
  const gain = new GainNode(context);
  const destination = new MediaStreamAudioDestinationNode(context);
  node.connect(gain).connect(destination);
  const element = new Audio();
  element.srcObject = destination.stream;
  await element.play();
  let interrupted = false;
  return {
    play(_itemId, pcm) {
      if (interrupted) {
        node.port.postMessage(null);
        gain.gain.cancelScheduledValues(context.currentTime);
        gain.gain.setValueAtTime(1, context.currentTime);
        interrupted = false;
      }
      node.port.postMessage(pcm, [pcm.buffer]);
    },
    interrupt() {
      interrupted = true;
      gain.gain.setValueAtTime(gain.gain.value, context.currentTime);
      gain.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + RAMP_SECONDS);
      return Promise.resolve(undefined);
    },
    async close() {
      element.srcObject = null;
      await context.close();
    },
  };
};
