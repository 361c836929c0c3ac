import type { AudioFormat } from '../../spec/audio-format.js';

/** Loud enough to move a meter, soft enough not to startle. */
const PEAK = 0.25;
const SYLLABLES_PER_SECOND = 4;
const PARTIALS = [1, 2, 3, 5] as const;

/** Speech-like noise without words, PCM16: the same `seed` and `fromMs` always give the same samples. */
export function createNoise(
  seed: string,
  fromMs: number,
  durationMs: number,
  { sampleRate }: AudioFormat,
): Uint8Array<ArrayBuffer> {
  const chance = hash(seed);
  const pitch = 110 + (chance % 90);
  const first = Math.round((fromMs * sampleRate) / 1000);
  const samples = new DataView(new ArrayBuffer(Math.round((durationMs * sampleRate) / 1000) * 2));
  for (let index = 0; index < samples.byteLength / 2; index += 1) {
    const seconds = (first + index) / sampleRate;
    const phase = 2 * Math.PI * pitch * (1 + 0.03 * Math.sin(2 * Math.PI * 0.7 * seconds)) * seconds;
    const voice = PARTIALS.reduce((sum, partial) => sum + Math.sin(phase * partial) / partial, 0) / PARTIALS.length;
    const syllable = Math.sin(Math.PI * SYLLABLES_PER_SECOND * seconds + (chance % 7)) ** 2;
    samples.setInt16(index * 2, Math.round(32_767 * PEAK * syllable * voice), true);
  }
  return new Uint8Array(samples.buffer);
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
