import { randomBytes } from 'node:crypto';

/** A frame as it is written, right or wrong. */
export interface RawFrame {
  readonly opcode?: number;
  readonly payload?: Buffer | string;
  readonly isFinal?: boolean;
  /** Three bits. */
  readonly reserved?: number;
  readonly isMasked?: boolean;
  /** Bytes of the length, where they are not as few as they can be: 2 or 8. */
  readonly lengthBytes?: number;
}

export function rawFrame({
  opcode = 1,
  payload = '',
  isFinal = true,
  reserved = 0,
  isMasked = true,
  lengthBytes,
}: RawFrame): Buffer {
  const body = Buffer.from(payload);
  const size = body.length;
  const extended = Math.max(lengthBytes ?? 0, size < 126 ? 0 : size < 65_536 ? 2 : 8);
  const head = Buffer.alloc(2 + extended);
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] = (isMasked ? 0x80 : 0) | (extended === 0 ? size : extended === 2 ? 126 : 127);
  if (extended === 2) head.writeUInt16BE(size, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(size), 2);
  if (!isMasked) return Buffer.concat([head, body]);
  const key = randomBytes(4);
  return Buffer.concat([head, key, body.map((byte, index) => byte ^ (key[index & 3] ?? 0))]);
}

/** The payload of a close frame. */
export function closePayload(closeCode: number, reason: Buffer | string = ''): Buffer {
  const code = Buffer.alloc(2);
  code.writeUInt16BE(closeCode);
  return Buffer.concat([code, Buffer.from(reason)]);
}
