/** The most recent part of a stream. Positions count samples since the stream began. */
export interface SampleBuffer {
  readonly start: number;
  readonly end: number;
  append(samples: Float32Array): void;
  slice(from: number, to: number): Float32Array<ArrayBuffer>;
  discardBefore(position: number): void;
}

const FIRST_CAPACITY = 1 << 15;

export function createSampleBuffer(): SampleBuffer {
  let kept = new Float32Array(FIRST_CAPACITY);
  let start = 0;
  let end = 0;

  return {
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    append(samples) {
      const length = end - start;
      if (length + samples.length > kept.length) {
        const larger = new Float32Array(Math.max(kept.length * 2, length + samples.length));
        larger.set(kept.subarray(0, length));
        kept = larger;
      }
      kept.set(samples, length);
      end += samples.length;
    },
    slice: (from, to) => kept.slice(Math.max(0, from - start), Math.max(0, to - start)),
    discardBefore(position) {
      const by = Math.min(position, end) - start;
      if (by <= 0) return;
      kept.copyWithin(0, by, end - start);
      start += by;
      if (end === start && kept.length > FIRST_CAPACITY) kept = new Float32Array(FIRST_CAPACITY);
    },
  };
}
