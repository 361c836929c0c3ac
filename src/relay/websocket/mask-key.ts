import { randomFillSync } from 'node:crypto';

const KEY_BYTES = 4;

/** Random bytes for two thousand keys: to ask for them one by one would cost more than the masking. */
const pool = Buffer.alloc(8 * 1024);
let used = pool.length;

/** Writes a key that nobody can foresee, as RFC 6455 (section 5.3) wants one for each frame, and answers where it stands. */
export function writeMaskKey(bytes: Buffer, at: number): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(bytes, at, used, (used += KEY_BYTES));
  return bytes.subarray(at, at + KEY_BYTES);
}
