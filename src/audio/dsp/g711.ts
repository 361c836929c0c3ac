/**
 * ITU-T G.711 mu-law: a sign, a 3-bit exponent and a 4-bit mantissa of the magnitude plus a bias, all inverted. The
 * bias makes every segment begin at a power of two, so the exponent is the place of the highest bit. The standard counts
 * in 14 bits; here everything is four times that, as in 16-bit PCM.
 */
const BIAS = 132;
const HIGHEST = 0x7fff - BIAS;
const SIGN = 0x80;

/** Samples of all 256 codes: the middle of what each stands for. */
const samples = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code;
  const magnitude = ((((bits & 15) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS;
  return bits & SIGN ? -magnitude : magnitude;
});

/** Decodes all of `codes` to 16-bit samples. */
export function decodeMulaw(codes: Uint8Array, output: Int16Array): void {
  for (let i = 0; i < codes.length; i += 1) output[i] = samples[codes[i] ?? 0] ?? 0;
}

/** Encodes all of `input`; magnitudes above what mu-law holds saturate. */
export function encodeMulaw(input: Int16Array, output: Uint8Array): void {
  for (let i = 0; i < input.length; i += 1) {
    const sample = input[i] ?? 0;
    const biased = Math.min(Math.abs(sample), HIGHEST) + BIAS;
    const exponent = 24 - Math.clz32(biased);
    const mantissa = (biased >> (exponent + 3)) & 15;
    output[i] = ~((sample < 0 ? SIGN : 0) | (exponent << 4) | mantissa);
  }
}
