/** Shorter texts are kept: ids and words are short, and a tenth of a second of audio is not. */
const MIN_LENGTH = 256;

/** Base64, or a data URL with it. Sixty letters without a space are neither a sentence nor JSON. */
const ENCODED = /^(data:[\w/+.-]+;base64,)?[A-Za-z0-9+/_-]{60}/;

/** A copy of a frame in which audio and images are replaced by their size, so that the log holds neither. */
export function elideAudio(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length >= MIN_LENGTH && ENCODED.test(value) ? `(${value.length} characters of Base64)` : value;
  if (value instanceof Uint8Array) return { binary: value.byteLength };
  if (Array.isArray(value)) return value.map(elideAudio);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, elideAudio(inner)]));
}
