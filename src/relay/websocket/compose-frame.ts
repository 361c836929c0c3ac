import { applyMask } from './apply-mask.js';
import { allocateFrame, payloadAt } from './frame-header.js';
import { writeMaskKey } from './mask-key.js';
import { type Opcode } from './opcode.js';

/** One whole frame, header and payload in one piece, so that it takes one write. Clients mask, servers do not. */
export function composeFrame(opcode: Opcode, payload: Buffer | string, isMasked: boolean): Buffer {
  const frame = allocateFrame(opcode, Buffer.byteLength(payload), isMasked);
  const start = payloadAt(frame);
  if (typeof payload === 'string') frame.write(payload, start);
  else payload.copy(frame, start);
  if (isMasked) maskFrame(frame);
  return frame;
}

/** Masks a frame whose header says so already with a key of its own, whatever key stands there. */
export function maskFrame(frame: Buffer): void {
  const start = payloadAt(frame);
  applyMask(frame.subarray(start), writeMaskKey(frame, start - 4));
}
