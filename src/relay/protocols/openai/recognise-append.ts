import { isBase64 } from './is-base64.js';

const PREFIX = Buffer.from('{"type":"input_audio_buffer.append","audio":"');
const QUOTE = 0x22;
const CLOSING_BRACE = 0x7d;

/**
 * The number of Base64 letters in a frame that is, byte for byte, one chunk of speech; otherwise -1. Sound: between the prefix
 * and the last two bytes there are only letters, so there is no room for a further key, and nothing has to be parsed. This is
 * the path of nearly every frame a page sends.
 */
export function countAppendedLetters(frame: Buffer): number {
  const end = frame.length - 2;
  if (end < PREFIX.length || frame[end] !== QUOTE || frame[end + 1] !== CLOSING_BRACE) return -1;
  if (PREFIX.compare(frame, 0, PREFIX.length) !== 0) return -1;
  return isBase64(frame, PREFIX.length, end) ? end - PREFIX.length : -1;
}
