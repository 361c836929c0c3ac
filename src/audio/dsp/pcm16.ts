/** Full scale: +1.0 does not fit into 16 bits and becomes the highest value. */
const FULL_SCALE = 32768;
const HIGHEST = FULL_SCALE - 1;

/**
 * Rounds the first `count` samples of `input` to 16 bits; values beyond full scale saturate, NaN becomes silence.
 *
 * `random` (uniform, 0-1) adds triangular dither of ±1 step. Off by default: speech codecs and recognisers gain nothing
 * from it, and silence stays silent.
 */
export function floatToPcm16(input: Float32Array, count: number, output: Int16Array, random?: () => number): void {
  for (let i = 0; i < count; i += 1) {
    const noise = random ? random() - random() : 0;
    const value = Math.round((input[i] ?? 0) * FULL_SCALE + noise);
    output[i] = Math.max(-FULL_SCALE, Math.min(HIGHEST, value));
  }
}

/** The first `count` samples of `input` as numbers from -1 to just below 1, exactly. */
export function pcm16ToFloat(input: Int16Array, count: number, output: Float32Array): void {
  for (let i = 0; i < count; i += 1) output[i] = (input[i] ?? 0) / FULL_SCALE;
}
