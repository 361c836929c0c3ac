const EMPTY = Buffer.alloc(0);
/** Room for a piece that was announced is made at once up to here; more only as its bytes come, for anybody can announce. */
const TRUSTED_BYTES = 16 * 1024;

/**
 * Bytes that came and were not read yet. What is taken out of one chunk is a view of it; a piece that came in several gets
 * memory of its own, just as large as itself, since pieces may have to wait for a slow reader. It is a class because it is
 * used several times a frame: objects of a class have one shape, while each literal with getters has its own.
 */
export class Hold {
  /** What is there stands in it from {@link start} to {@link end}. */
  bytes: Buffer = EMPTY;
  start = 0;
  end = 0;
  /** Bytes that the next piece will have, where it was asked for in vain. */
  #announced = 0;
  /** What came after the end of that piece. */
  #later: Buffer = EMPTY;

  /** Takes a chunk over. */
  push(chunk: Buffer): void {
    if (this.start === this.end) return this.#turnTo(chunk);
    const present = this.end - this.start;
    const missing = this.#announced - present;
    // A few bytes of a header, or nobody has asked yet what comes next.
    if (missing <= 0) return this.#turnTo(Buffer.concat([this.bytes.subarray(this.start, this.end), this.#takeLater(), chunk]));
    const part = Math.min(missing, chunk.length);
    if (this.bytes.length - this.end < part) this.#makeRoomFor(present + part);
    this.end += chunk.copy(this.bytes, this.end, 0, part);
    this.#later = chunk.subarray(part);
  }

  /** The next so many bytes in one piece, once they are there. Nobody else looks at them any more. */
  take(length: number): Buffer | undefined {
    const { bytes, start, end } = this;
    if (end - start < length) {
      this.#announced = length;
      return undefined;
    }
    this.#announced = 0;
    this.start += length;
    if (this.start === end) this.#turnTo(this.#takeLater());
    // A chunk is one frame more often than not, and a view costs as much as the rest of this.
    return length === bytes.length ? bytes : bytes.subarray(start, start + length);
  }

  #turnTo(bytes: Buffer): void {
    this.bytes = bytes;
    this.start = 0;
    this.end = bytes.length;
  }

  #takeLater(): Buffer {
    const later = this.#later;
    this.#later = EMPTY;
    return later;
  }

  #makeRoomFor(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#announced, Math.max(2 * needed, TRUSTED_BYTES)));
    this.end = this.bytes.copy(larger, 0, this.start, this.end);
    this.start = 0;
    this.bytes = larger;
  }
}
