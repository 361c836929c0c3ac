import type { Socket } from '../spec/socket.js';

/** Characters of one frame. A delta has some thousands; the largest honest frame echoes the instructions and tools. */
export const MAX_FRAME_LENGTH = 2 * 1024 * 1024;

/** Bytes of one frame that a relay takes (PROTOCOL.md). A picture has to be scaled down to fit. */
export const MAX_SENT_BYTES = 256 * 1024;

/** Unsent bytes beyond which the connection is given up: nobody waits for what is a minute behind. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;

/** Whether so much waits already that `text` must not be added to it. */
export function isBehind(socket: Socket, text: string): boolean {
  return socket.bufferedAmount + text.length > MAX_UNSENT_BYTES;
}
