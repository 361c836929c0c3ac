/**
 * Samples queued for the speaker, at the service's rate, in the pieces in which they arrived. One thread writes and reads.
 * Reading never allocates. The wire carries no more than 16 bits, which take half the memory of floats.
 */
export interface SampleQueue {
  /** Samples waiting. */
  readonly length: number;
  /** Keeps as many of `samples` as the bound allows and returns how many that were. They are not copied. */
  write(samples: Int16Array): number;
  /** Copies the `count` oldest samples into `out` as -1..1. All of them must be waiting. */
  peek(count: number, out: Float32Array, outOffset: number): void;
  /** Drops the `count` oldest samples. */
  drop(count: number): void;
  /** Removes and returns everything. Allocates. */
  takeAll(): readonly Int16Array[];
}

export function createSampleQueue(maxLength: number): SampleQueue {
  const pieces: Int16Array[] = [];
  /** How much of the first piece was dropped. */
  let read = 0;
  let length = 0;

  return {
    get length() {
      return length;
    },
    write(samples) {
      const piece = samples.subarray(0, maxLength - length);
      pieces.push(piece);
      length += piece.length;
      return piece.length;
    },
    peek(count, out, outOffset) {
      let at = read;
      let written = 0;
      for (let index = 0; written < count; index += 1) {
        const piece = pieces[index];
        if (piece === undefined) return;
        for (; at < piece.length && written < count; at += 1, written += 1) out[outOffset + written] = (piece[at] ?? 0) / 32_768;
        at -= piece.length;
      }
    },
    drop(count) {
      read += count;
      length -= count;
      for (let piece = pieces[0]; piece !== undefined && read >= piece.length; piece = pieces[0]) {
        read -= piece.length;
        pieces.shift();
      }
    },
    takeAll() {
      const [first, ...rest] = pieces.splice(0);
      const left = first ? [first.subarray(read), ...rest] : [];
      read = 0;
      length = 0;
      return left;
    },
  };
}
