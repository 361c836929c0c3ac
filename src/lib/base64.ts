/** `toBase64`/`fromBase64` of ES2026: in Chromium 140+, Firefox 133+ and Safari 18.2+, not yet in Node 20 and WebKitGTK. */
interface NativeBase64 {
  toBase64(): string;
}
interface NativeBase64Constructor {
  fromBase64(text: string): Uint8Array<ArrayBuffer>;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const INVALID = 255;
const PADDING = 61;

const toCode = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const toValue = new Uint8Array(128).fill(INVALID);
toCode.forEach((code, value) => (toValue[code] = value));
const ascii = new TextDecoder();

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** RFC 4648 Base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  if ('toBase64' in bytes) return (bytes as Uint8Array & NativeBase64).toBase64();
  return encodeByTable(bytes);
}

/** The inverse of {@link encodeBase64}. Throws a `SyntaxError` on text that is not Base64. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  if ('fromBase64' in Uint8Array) return (Uint8Array as unknown as NativeBase64Constructor).fromBase64(text);
  return decodeByTable(text);
}

/** What {@link encodeBase64} does where the platform has no encoder of its own. */
export function encodeByTable(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let write = 0;
  for (let read = 0; read < bytes.length; read += 3) {
    const group = (at(bytes, read) << 16) | (at(bytes, read + 1) << 8) | at(bytes, read + 2);
    out[write++] = at(toCode, group >> 18);
    out[write++] = at(toCode, (group >> 12) & 63);
    out[write++] = at(toCode, (group >> 6) & 63);
    out[write++] = at(toCode, group & 63);
  }
  const remainder = bytes.length % 3;
  if (remainder > 0) out.fill(PADDING, remainder - 3);
  return ascii.decode(out);
}

/** What {@link decodeBase64} does where the platform has no decoder of its own. */
export function decodeByTable(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 4 !== 0) throw new SyntaxError('Base64 comes in groups of four letters');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const out = new Uint8Array((text.length / 4) * 3 - padding);
  const end = text.length - padding;
  let group = 0;
  let write = 0;
  for (let read = 0; read < end; read += 1) {
    const value = toValue[text.charCodeAt(read)] ?? INVALID;
    if (value === INVALID) throw new SyntaxError('Not a Base64 letter');
    group = (group << 6) | value;
    if ((read & 3) === 3) {
      out[write++] = group >> 16;
      out[write++] = group >> 8;
      out[write++] = group;
    }
  }
  if (padding === 1) {
    out[write++] = group >> 10;
    out[write++] = group >> 2;
  } else if (padding === 2) out[write++] = group >> 4;
  return out;
}
