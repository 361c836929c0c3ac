import { randomFillSync } from 'node:crypto';

const KEY_BYTES = 4;

/** Random bytes for two thousand keys: to ask for them one by one would cost more than the masking. */
const pool = Buffer.alloc(8 * 1024);
let used = pool.length;

/** The key that was read or written last. One for all, since a view of each frame's would cost as much as the masking. */
const current = Buffer.alloc(KEY_BYTES);

/** The key that stands at `at`, until the next one is asked for. */
export function readMaskKey(bytes: Buffer, at: number): Uint8Array {
  for (let index = 0; index < KEY_BYTES; index += 1) current[index] = bytes[at + index] ?? 0;
  return current;
}

/** Writes a key that nobody can foresee, as RFC 6455 (section 5.3) wants one for each frame; the answer is as above. */
export function writeMaskKey(bytes: Buffer, at: number): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  for (let index = 0; index < KEY_BYTES; index += 1) bytes[at + index] = pool[used + index] ?? 0;
  used += KEY_BYTES;
  return readMaskKey(bytes, at);
}
