/** A stretch of a stream, by positions that count all samples since the stream began. */
export interface SoundBuffer {
  readonly start: number;
  readonly end: number;
  append(samples: Float32Array): void;
  slice(from: number, to: number): Float32Array<ArrayBuffer>;
  forgetBefore(position: number): void;
}

const FIRST_CAPACITY = 1 << 15;

export function createSoundBuffer(): SoundBuffer {
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
    forgetBefore(position) {
      const by = Math.min(position, end) - start;
      if (by <= 0) return;
      kept.copyWithin(0, by, end - start);
      start += by;
      if (end === start && kept.length > FIRST_CAPACITY) kept = new Float32Array(FIRST_CAPACITY);
    },
  };
}
