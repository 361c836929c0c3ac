/** `toBase64`/`fromBase64` of ES2026: in Chromium 140+, Firefox 133+ and Safari 18.2+, not yet in Node 20 and WebKitGTK. */
interface NativeBase64 {
  toBase64(): string;
}
interface NativeBase64Constructor {
  fromBase64(text: string): Uint8Array<ArrayBuffer>;
}

/** RFC 4648 Base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return 'toBase64' in bytes ? (bytes as Uint8Array & NativeBase64).toBase64() : encodeByString(bytes);
}

/** The inverse of {@link encodeBase64}. Throws on text that is not Base64; padding may be missing. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return 'fromBase64' in Uint8Array ? (Uint8Array as unknown as NativeBase64Constructor).fromBase64(text) : decodeByString(text);
}

/** A call with more of them may not fit on the stack. */
const MAX_ARGUMENTS = 8192;

/** What {@link encodeBase64} does where bytes can only be encoded as letters of a string. */
export function encodeByString(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += MAX_ARGUMENTS)
    letters += Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + MAX_ARGUMENTS));
  return btoa(letters);
}

/** What {@link decodeBase64} does where bytes can only be decoded as letters of a string. */
export function decodeByString(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}
