import { applyMask } from './apply-mask.js';
import { allocateFrame } from './frame-header.js';
import { writeMaskKey } from './mask-key.js';
import { type Opcode } from './opcode.js';

/** One whole frame, header and payload in one piece, so that it takes one write. Clients mask, servers do not. */
export function composeFrame(opcode: Opcode, payload: Buffer | string, isMasked: boolean): Buffer {
  const length = Buffer.byteLength(payload);
  const frame = allocateFrame(opcode, length, isMasked);
  const start = frame.length - length;
  if (typeof payload === 'string') frame.write(payload, start);
  else payload.copy(frame, start);
  if (isMasked) maskFrame(frame, frame.subarray(start));
  return frame;
}

/** Masks the payload of a frame, which is its end and whose header says that it is masked, with a key of its own. */
export function maskFrame(frame: Buffer, payload: Buffer): void {
  applyMask(payload, writeMaskKey(frame, frame.length - payload.length - 4));
}
