import { ENGINE_SAMPLE_RATE } from './hearing.messages.js';

/** Sound around the words: without it the model drops first and last words, and most single ones. */
export const LEAD_SAMPLES = 0.3 * ENGINE_SAMPLE_RATE;
const TAIL_SAMPLES = 0.3 * ENGINE_SAMPLE_RATE;
/** Quiet speech is lifted to this; the model loses words below it. */
const PEAK = 0.8;
/** Softer than this is no speech in any room (-66 dB full scale). */
const SILENCE = 0.0005;

/** The sound as the model wants it, after so much silence; nothing where nothing can be heard in it. */
export function prepareSound(samples: Float32Array, lead: number): Float32Array | undefined {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (peak < SILENCE) return undefined;
  const gain = PEAK / peak;
  const prepared = new Float32Array(lead + samples.length + TAIL_SAMPLES);
  for (let index = 0; index < samples.length; index += 1) prepared[lead + index] = (samples[index] ?? 0) * gain;
  return prepared;
}

/** Moonshine writes some words as they were written a century ago. */
export function tidyText(text: string): string {
  return text.replace(/\b(to)-(day|morrow|night)\b/gi, '$1$2').trim();
}
