import { openPlainSocket } from './plain-socket.js';
import type { OpenConversation } from './stage.js';

const CAPTURE_RATE = 16_000;

/** Every render quantum as a message of its own. */
const QUANTA = `registerProcessor('quanta', class extends AudioWorkletProcessor {
  live = true;
  constructor() { super(); this.port.onmessage = () => (this.live = false); }
  process([[samples]]) {
    if (!samples) return this.live;
    const pcm = Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32767);
    this.port.postMessage(pcm.buffer, [pcm.buffer]);
    return this.live;
  }
})`;

/**
 * The microphone's way of `@deepgram/agents` 0.1.1, rebuilt (it is not on npm): a context of 16 kHz, a worklet that posts
 * each render quantum of 8 ms to the page, which sends it as bytes. Its player closes the context when it is interrupted and
 * is not measured here.
 */
export const openDeepgram: OpenConversation = async (stage) => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const context = new AudioContext({ sampleRate: CAPTURE_RATE });
  await context.resume();
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([QUANTA], { type: 'text/javascript' })));
  const socket = await openPlainSocket(stage);
  const node = new AudioWorkletNode(context, 'quanta');
  node.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => socket.sendBytes(data);
  new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(node);
  return {
    async close() {
      node.port.postMessage('end');
      stream.getTracks().forEach((track) => track.stop());
      socket.close();
      await context.close();
    },
  };
};
