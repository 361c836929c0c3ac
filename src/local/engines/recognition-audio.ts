import { ENGINE_SAMPLE_RATE } from './voice-activity.messages.js';

/** Silence around the speech: without it, the model drops first and last words, and most single words. */
export const LEAD_SAMPLES = 0.3 * ENGINE_SAMPLE_RATE;
const TAIL_SAMPLES = 0.3 * ENGINE_SAMPLE_RATE;
/** Quiet speech is amplified to this peak; below it, the model loses words. */
const PEAK = 0.8;
/** Below this peak there is no speech (-66 dB full scale). */
const SILENCE = 0.0005;

/** Normalises and pads the audio for the model, with `lead` samples of silence before it; `undefined` for silence. */
export function prepareAudio(samples: Float32Array, lead: number): Float32Array | undefined {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (peak < SILENCE) return undefined;
  const gain = PEAK / peak;
  const prepared = new Float32Array(lead + samples.length + TAIL_SAMPLES);
  for (let index = 0; index < samples.length; index += 1) prepared[lead + index] = (samples[index] ?? 0) * gain;
  return prepared;
}

/** Moonshine writes some words with hyphens, such as "to-morrow". */
export function modernSpelling(text: string): string {
  return text.replace(/\b(to)-(day|morrow|night)\b/gi, '$1$2').trim();
}
