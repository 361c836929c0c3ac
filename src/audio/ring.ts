/**
 * Samples waiting for the speaker, at the provider's rate. One thread writes and reads. Writing may make it grow, reading
 * never allocates. Sixteen bits are all the wire carries, at half the memory of floats.
 */
export interface Ring {
  /** Samples waiting. */
  readonly length: number;
  /** Appends as many of `samples` as the bound allows and returns how many that were. */
  write(samples: Int16Array): number;
  /** Copies `count` samples, starting `offset` after the oldest, into `out` as -1..1. All of them must be waiting. */
  peek(offset: number, count: number, out: Float32Array, outOffset: number): void;
  /** Forgets the `count` oldest samples. */
  drop(count: number): void;
  clear(): void;
}

/** 0.7 s at 24 kHz: enough for providers that keep to real time. */
const INITIAL_LENGTH = 16_384;

export function createRing(maxLength: number): Ring {
  let samples = new Int16Array(INITIAL_LENGTH);
  let read = 0;
  let length = 0;

  function grow(needed: number): void {
    let size = samples.length;
    while (size < needed) size *= 2;
    const next = new Int16Array(size);
    const untilWrap = Math.min(length, samples.length - read);
    next.set(samples.subarray(read, read + untilWrap));
    next.set(samples.subarray(0, length - untilWrap), untilWrap);
    samples = next;
    read = 0;
  }

  return {
    get length() {
      return length;
    },
    write(incoming) {
      const count = Math.min(incoming.length, maxLength - length);
      if (length + count > samples.length) grow(length + count);
      const start = (read + length) & (samples.length - 1);
      const untilWrap = Math.min(count, samples.length - start);
      samples.set(incoming.subarray(0, untilWrap), start);
      samples.set(incoming.subarray(untilWrap, count), 0);
      length += count;
      return count;
    },
    peek(offset, count, out, outOffset) {
      const mask = samples.length - 1;
      for (let index = 0; index < count; index += 1) {
        out[outOffset + index] = (samples[(read + offset + index) & mask] ?? 0) / 32_768;
      }
    },
    drop(count) {
      read = (read + count) & (samples.length - 1);
      length -= count;
    },
    clear() {
      read = 0;
      length = 0;
      if (samples.length > INITIAL_LENGTH) samples = new Int16Array(INITIAL_LENGTH);
    },
  };
}
