/**
 * ITU-T G.711: a sign, a 3-bit exponent and a 4-bit mantissa of the magnitude. The standard counts in 14 bits (mu-law) and
 * 13 bits (A-law); here everything is scaled to 16-bit PCM.
 */
const SIGN = 0x80;
/** Mu-law adds a bias so that every segment begins at a power of two: the exponent is the position of the highest bit. */
const BIAS = 132;
const MULAW_MAX = 0x7fff - BIAS;
/** A-law inverts every other bit. */
const ALAW_INVERTED = 0x55;

/** The samples of all 256 codes: each the middle of its interval. */
const mulawSamples = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code;
  const magnitude = ((((bits & 15) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS;
  return bits & SIGN ? -magnitude : magnitude;
});

const alawSamples = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ ALAW_INVERTED;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return bits & SIGN ? magnitude : -magnitude;
});

/** Decodes all of `codes` to 16-bit samples. */
export function decodeMulaw(codes: Uint8Array, output: Int16Array): void {
  for (let i = 0; i < codes.length; i += 1) output[i] = mulawSamples[codes[i] ?? 0] ?? 0;
}

/** Decodes all of `codes` to 16-bit samples. */
export function decodeAlaw(codes: Uint8Array, output: Int16Array): void {
  for (let i = 0; i < codes.length; i += 1) output[i] = alawSamples[codes[i] ?? 0] ?? 0;
}

/** Encodes all of `input`; magnitudes beyond the range of mu-law saturate. */
export function encodeMulaw(input: Int16Array, output: Uint8Array): void {
  for (let i = 0; i < input.length; i += 1) {
    const sample = input[i] ?? 0;
    const biased = Math.min(Math.abs(sample), MULAW_MAX) + BIAS;
    const exponent = 24 - Math.clz32(biased);
    const mantissa = (biased >> (exponent + 3)) & 15;
    output[i] = ~((sample < 0 ? SIGN : 0) | (exponent << 4) | mantissa);
  }
}

/** Encodes all of `input`. */
export function encodeAlaw(input: Int16Array, output: Uint8Array): void {
  for (let i = 0; i < input.length; i += 1) {
    const sample = input[i] ?? 0;
    const magnitude = sample < 0 ? ~sample : sample;
    const exponent = Math.max(0, 24 - Math.clz32(magnitude));
    // The first two segments have the same step.
    const mantissa = (magnitude >> (Math.max(1, exponent) + 3)) & 15;
    output[i] = ((sample < 0 ? 0 : SIGN) | (exponent << 4) | mantissa) ^ ALAW_INVERTED;
  }
}
