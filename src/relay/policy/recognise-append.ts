const PREFIX = Buffer.from('{"type":"input_audio_buffer.append","audio":"');
const QUOTE = 0x22;
const CLOSING_BRACE = 0x7d;
const PADDING = 0x3d;

/** Takes what is decoded to see whether it can be; as large as the longest frame that is read at all. */
const scratch = Buffer.alloc(256 * 1024);

/**
 * The number of Base64 letters in a frame that is, byte for byte, one chunk of speech; otherwise -1. Sound: where the first
 * quote after the prefix is the last but one byte, there is no room for a further key, so nothing has to be parsed. This
 * is the path of nearly every frame a page sends.
 */
export function recogniseAppend(frame: Buffer): number {
  const end = frame.length - 2;
  if (end < PREFIX.length || frame[end + 1] !== CLOSING_BRACE) return -1;
  if (PREFIX.compare(frame, 0, PREFIX.length) !== 0) return -1;
  if (frame.indexOf(QUOTE, PREFIX.length) !== end) return -1;
  return isBase64(frame, PREFIX.length, end) ? end - PREFIX.length : -1;
}

/** The platform's decoder passes over what it does not know, and so comes out shorter. It is the fastest check there is. */
function isBase64(frame: Buffer, start: number, end: number): boolean {
  const letters = end - start;
  if (letters % 4 !== 0 || letters > scratch.length) return false;
  const padding = frame[end - 1] !== PADDING || letters === 0 ? 0 : frame[end - 2] === PADDING ? 2 : 1;
  return scratch.write(frame.toString('latin1', start, end), 'base64') === (letters / 4) * 3 - padding;
}
