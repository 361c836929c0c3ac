import { SILENCE_MS } from './index.js';

/** A click, or the rest of a buffer after a silence, is no speech. */
const SPEECH_MS = 100;

/** Root mean square of 16-bit samples. */
const THRESHOLD = 800;

const SAMPLES_PER_MS = 16;

export type TurnChange = 'began' | 'ended';

/** Decides by the loudness of 16 kHz PCM16 when the person begins and ends a turn. */
export function createTurnDetector(): (pcm: Uint8Array) => TurnChange | undefined {
  let isSpeaking = false;
  /** Of what differs from the state. */
  let otherMs = 0;

  return (pcm) => {
    const isLoud = loudness(pcm) > THRESHOLD;
    otherMs = isLoud === isSpeaking ? 0 : otherMs + pcm.byteLength / 2 / SAMPLES_PER_MS;
    if (otherMs < (isSpeaking ? SILENCE_MS : SPEECH_MS)) return undefined;
    otherMs = 0;
    isSpeaking = !isSpeaking;
    return isSpeaking ? 'began' : 'ended';
  };
}

function loudness(pcm: Uint8Array): number {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  let sum = 0;
  for (let at = 0; at + 1 < pcm.byteLength; at += 2) sum += view.getInt16(at, true) ** 2;
  return Math.sqrt(sum / Math.max(1, pcm.byteLength / 2));
}
