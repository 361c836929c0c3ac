import { isUtf8 } from 'node:buffer';

/** Close codes of RFC 6455, section 7.4.1, for what is wrong with a peer's frames. */
export const FAULT = { protocol: 1002, encoding: 1007, policy: 1008, size: 1009 } as const;

export type FaultCode = (typeof FAULT)[keyof typeof FAULT];

/** Stands for a close frame without a code. */
export const NO_CLOSE_CODE = 1005;
/** Stands for the end of a connection without a close frame. */
export const NO_CLOSE_FRAME = 1006;

/** RFC 6455 lets a control frame have 125 bytes, two of which are the code. */
const MAX_REASON_BYTES = 123;

/** What the payload of a close frame says, or what is wrong with it. */
export function parseGoodbye(payload: Buffer): { readonly closeCode: number; readonly reason: string } | FaultCode {
  if (payload.length === 0) return { closeCode: NO_CLOSE_CODE, reason: '' };
  if (payload.length === 1) return FAULT.protocol;
  const closeCode = payload.readUInt16BE(0);
  const reason = payload.subarray(2);
  if (!isSayable(closeCode)) return FAULT.protocol;
  return isUtf8(reason) ? { closeCode, reason: reason.toString() } : FAULT.encoding;
}

/** The payload of a close frame. 1005 makes it empty; a reason that is too long is cut. */
export function composeGoodbye(closeCode: number, reason: string): Buffer {
  if (closeCode === NO_CLOSE_CODE) return Buffer.alloc(0);
  const bytes = Buffer.alloc(2 + MAX_REASON_BYTES);
  bytes.writeUInt16BE(closeCode, 0);
  // Writes whole letters only.
  return bytes.subarray(0, 2 + bytes.write(reason, 2));
}

/** Codes that may stand in a frame: 1004 to 1006 and 1015 only stand for something that was not said. */
function isSayable(closeCode: number): boolean {
  return (
    (closeCode >= 1000 && closeCode <= 1003) ||
    (closeCode >= 1007 && closeCode <= 1014) ||
    (closeCode >= 3000 && closeCode <= 4999)
  );
}
