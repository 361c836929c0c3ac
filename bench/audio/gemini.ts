import { openPlainSocket, type Player } from './plain-socket.js';
import { SAMPLE_RATE, type OpenConversation } from './stage.js';

/** Of Google's live-api-web-console, audio-streamer.ts. */
const BUFFER_SAMPLES = 7680;
const FIRST_SECONDS = 0.1;
const AHEAD_SECONDS = 0.2;
const POLL_MS = 100;
const RAMP_SECONDS = 0.1;

function createPlayer(context: AudioContext): Player {
  let gain = new GainNode(context);
  gain.connect(context.destination);
  let queue: Float32Array<ArrayBuffer>[] = [];
  let rest = new Float32Array();
  let playing = false;
  let nextAt = 0;
  let poll: ReturnType<typeof setInterval> | undefined;

  const schedule = (): void => {
    while (queue.length > 0 && nextAt < context.currentTime + AHEAD_SECONDS) {
      const samples = queue.shift();
      if (samples === undefined) break;
      const buffer = new AudioBuffer({ length: samples.length, sampleRate: SAMPLE_RATE });
      buffer.copyToChannel(samples, 0);
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(gain);
      const at = Math.max(nextAt, context.currentTime);
      source.start(at);
      nextAt = at + buffer.duration;
    }
    if (queue.length > 0) poll ??= setInterval(schedule, POLL_MS);
    else {
      clearInterval(poll);
      poll = undefined;
    }
  };

  return {
    play(_itemId, pcm) {
      const joined = new Float32Array(rest.length + pcm.length);
      joined.set(rest);
      pcm.forEach((sample, index) => (joined[rest.length + index] = sample / 32_768));
      let at = 0;
      for (; at + BUFFER_SAMPLES <= joined.length; at += BUFFER_SAMPLES) queue.push(joined.slice(at, at + BUFFER_SAMPLES));
      rest = joined.slice(at);
      if (!playing && queue.length > 0) {
        playing = true;
        nextAt = context.currentTime + FIRST_SECONDS;
      }
      schedule();
    },
    interrupt() {
      playing = false;
      queue = [];
      rest = new Float32Array();
      clearInterval(poll);
      poll = undefined;
      gain.gain.linearRampToValueAtTime(0, context.currentTime + RAMP_SECONDS);
      const old = gain;
      setTimeout(() => old.disconnect(), 2 * RAMP_SECONDS * 1000);
      gain = new GainNode(context);
      gain.connect(context.destination);
      return Promise.resolve(undefined);
    },
  };
}

/**
 * The player of Google's live-api-web-console, rebuilt: buffers of the service's rate that are scheduled 200 ms ahead by a poll of
 * 100 ms, the first of them 100 ms after it came; an interruption ramps a gain down in 100 ms.
 */
export const openGemini: OpenConversation = async (stage) => {
  const context = new AudioContext();
  await context.resume();
  const socket = await openPlainSocket(stage, createPlayer(context));
  return {
    async close() {
      socket.close();
      await context.close();
    },
  };
};
