type ApplyMask = (payload: Buffer, key: Uint8Array) => void;

/**
 * Masks `payload` in place, or unmasks it, with the four bytes of `key`. The native way where it is installed: it needs a
 * tenth of the time.
 */
export const applyMask: ApplyMask = await import('bufferutil').then(
  ({ default: { unmask } }) => unmask,
  () => applyMaskByWords,
);

const NO_WORDS = new Uint32Array(0);

/** What does without anything native: four bytes at a time, once they stand where the processor can read them so. */
export function applyMaskByWords(payload: Buffer, key: Uint8Array): void {
  const before = Math.min(payload.length, -payload.byteOffset & 3);
  const count = (payload.length - before) >>> 2;
  const words = count === 0 ? NO_WORDS : new Uint32Array(payload.buffer, payload.byteOffset + before, count);
  const word = new Uint32Array(Uint8Array.from([0, 1, 2, 3], (place) => key[(before + place) & 3] ?? 0).buffer)[0] ?? 0;
  for (let index = 0; index < count; index += 1) words[index] = (words[index] ?? 0) ^ word;
  const maskBytes = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) payload[index] = (payload[index] ?? 0) ^ (key[index & 3] ?? 0);
  };
  maskBytes(0, before);
  maskBytes(before + count * 4, payload.length);
}
