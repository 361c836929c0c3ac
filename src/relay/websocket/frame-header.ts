import { FAULT, type FaultCode } from './goodbye.js';
import { OPCODE } from './opcode.js';

export interface FrameHeader {
  readonly isFinal: boolean;
  readonly opcode: number;
  readonly headerBytes: number;
  readonly payloadBytes: number;
}

const FINAL = 0x80;
const RESERVED_BITS = 0x70;
const MASKED = 0x80;
const LENGTH_BITS = 0x7f;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
/** Of a control frame. */
const MAX_CONTROL_BYTES = 125;
const MASK_KEY_BYTES = 4;

/**
 * Reads the header of a frame that starts at `at`: RFC 6455, section 5.2, without extensions. A fault is told as soon as
 * its bytes are there; `undefined` means that there are too few yet.
 */
export function readFrameHeader(bytes: Buffer, at: number, end: number, isMasked: boolean): FrameHeader | FaultCode | undefined {
  if (end - at < 2) return undefined;
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  const opcode = first & 0x0f;
  const isFinal = (first & FINAL) !== 0;
  const length = second & LENGTH_BITS;
  const isControl = opcode >= OPCODE.close;
  if ((first & RESERVED_BITS) !== 0 || ((second & MASKED) !== 0) !== isMasked) return FAULT.protocol;
  if ((opcode > OPCODE.binary && !isControl) || opcode > OPCODE.pong) return FAULT.protocol;
  if (isControl && (!isFinal || length > MAX_CONTROL_BYTES || (opcode === OPCODE.close && length === 1))) return FAULT.protocol;

  const headerBytes = headerBytesOf(length, isMasked);
  if (end - at < headerBytes) return undefined;
  if (length < LENGTH_16) return { isFinal, opcode, headerBytes, payloadBytes: length };
  if (length === LENGTH_16) return { isFinal, opcode, headerBytes, payloadBytes: bytes.readUInt16BE(at + 2) };
  const high = bytes.readUInt32BE(at + 2);
  return { isFinal, opcode, headerBytes, payloadBytes: high * 2 ** 32 + bytes.readUInt32BE(at + 6) };
}

/** What stands in the second byte for so many bytes. */
function lengthOf(payloadBytes: number): number {
  if (payloadBytes < LENGTH_16) return payloadBytes;
  return payloadBytes < 2 ** 16 ? LENGTH_16 : LENGTH_64;
}

/** `length` is what stands in the second byte. */
function headerBytesOf(length: number, isMasked: boolean): number {
  const lengthBytes = length < LENGTH_16 ? 0 : length === LENGTH_16 ? 2 : 8;
  return 2 + lengthBytes + (isMasked ? MASK_KEY_BYTES : 0);
}

/** Whether a frame says its length in as few bytes as it can, as it must; ws and others let longer forms pass. */
export function isShortest({ headerBytes, payloadBytes }: FrameHeader, isMasked: boolean): boolean {
  return headerBytes === headerBytesOf(lengthOf(payloadBytes), isMasked);
}

/** Whether a whole frame is masked. */
export function isMaskedFrame(frame: Buffer): boolean {
  return ((frame[1] ?? 0) & MASKED) !== 0;
}

/** A frame with its header, whose payload is still to be written. */
export function allocateFrame(opcode: number, payloadBytes: number, isMasked: boolean): Buffer {
  const length = lengthOf(payloadBytes);
  const frame = Buffer.allocUnsafe(headerBytesOf(length, isMasked) + payloadBytes);
  frame[0] = FINAL | opcode;
  frame[1] = (isMasked ? MASKED : 0) | length;
  if (length === LENGTH_16) frame.writeUInt16BE(payloadBytes, 2);
  if (length === LENGTH_64) frame.writeBigUInt64BE(BigInt(payloadBytes), 2);
  return frame;
}
