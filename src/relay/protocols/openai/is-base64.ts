const LETTERS = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 0x3d;
const LETTER = 0;
const OTHER = 1;

/** What each byte is. */
const singles = new Uint8Array(2 ** 8).fill(OTHER);
for (const letter of LETTERS) singles[letter] = LETTER;

/** The same for each pair of bytes, so that it takes half as many looks. */
const pairs = Uint8Array.from({ length: 2 ** 16 }, (_, pair) => (singles[pair & 0xff] ?? OTHER) | (singles[pair >>> 8] ?? OTHER));

const NO_WORDS = new Int32Array(0);

/**
 * Whether the bytes from `start` to `end` are Base64 (RFC 4648, section 4) with its padding. Looked up where they stand: the
 * platform's decoder is as fast by itself, but takes a string, and for each frame one that is as long as its speech.
 */
export function isBase64(bytes: Uint8Array, start: number, end: number): boolean {
  if ((end - start) % 4 !== 0) return false;
  let last = end;
  if (last > start && bytes[last - 1] === PADDING) last -= 1;
  if (last > start && bytes[last - 1] === PADDING) last -= 1;

  // Words can only be read where they are aligned.
  const first = Math.min(last, start + (-(bytes.byteOffset + start) & 3));
  const count = (last - first) >>> 2;
  let found = look(bytes, start, first) | look(bytes, first + 4 * count, last);
  const words = count === 0 ? NO_WORDS : new Int32Array(bytes.buffer, bytes.byteOffset + first, count);
  let at = 0;
  // Four at a time: a third of the time went into the loop itself.
  for (; at + 3 < count; at += 4) {
    found |= lookAt(words[at]) | lookAt(words[at + 1]) | lookAt(words[at + 2]) | lookAt(words[at + 3]);
  }
  for (; at < count; at += 1) found |= lookAt(words[at]);
  return found === LETTER;
}

/** At the two pairs of a word. */
function lookAt(word = 0): number {
  return (pairs[word & 0xffff] ?? OTHER) | (pairs[word >>> 16] ?? OTHER);
}

function look(bytes: Uint8Array, from: number, to: number): number {
  let found = LETTER;
  for (let index = from; index < to; index += 1) found |= singles[bytes[index] ?? 0] ?? OTHER;
  return found;
}
