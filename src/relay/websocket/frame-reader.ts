import { isUtf8 } from 'node:buffer';
import { applyMask } from './apply-mask.js';
import { isShortest, readFrameHeader, type FrameHeader } from './frame-header.js';
import { FAULT, parseGoodbye, type FaultCode } from './goodbye.js';
import { Hold } from './hold.js';
import { readMaskKey } from './mask-key.js';
import { OPCODE } from './opcode.js';

/** What a peer said. Nothing comes after a `close` or a `fault`. */
export type Said =
  /** `wire` is the frame of which `payload` is the end, if it is one as any other peer would have written it. */
  | { readonly type: 'message'; readonly payload: Buffer; readonly isBinary: boolean; readonly wire: Buffer | undefined }
  | { readonly type: 'ping' | 'pong'; readonly payload: Buffer }
  | { readonly type: 'close'; readonly closeCode: number; readonly reason: string }
  | { readonly type: 'fault'; readonly closeCode: FaultCode };

export interface FrameRules {
  /** Whether the peer has to mask its frames, as clients have to, or must not, as servers. */
  readonly isMasked: boolean;
  /** Of one message, however many frames it has. */
  readonly maxMessageBytes: number;
  /** Frames of one message. */
  readonly maxFragments: number;
}

/** Finds the messages in the bytes of a peer: RFC 6455 without extensions. Knows nothing of sockets. */
export interface FrameReader {
  /** Takes the bytes over: payloads are unmasked where they stand. */
  push(chunk: Buffer): void;
  /** What comes next, in order; `undefined` where bytes are missing. */
  next(): Said | undefined;
}

export function createFrameReader({ isMasked, maxMessageBytes, maxFragments }: FrameRules): FrameReader {
  const hold = new Hold();
  let parts: Buffer[] = [];
  let partsBytes = 0;
  let fragments = 0;
  /** Of the message whose fragments are coming. */
  let opcodeOfParts: number | undefined;
  let isOver = false;

  const fault = (closeCode: FaultCode): Said => {
    isOver = true;
    return { type: 'fault', closeCode };
  };
  /** What is wrong with a frame as one of a row of frames. */
  const faultIn = ({ opcode, payloadBytes }: FrameHeader): FaultCode | undefined => {
    if (opcode >= OPCODE.close) return undefined;
    if ((opcode === OPCODE.continuation) !== (opcodeOfParts !== undefined)) return FAULT.protocol;
    if (partsBytes + payloadBytes > maxMessageBytes) return FAULT.size;
    return fragments >= maxFragments ? FAULT.policy : undefined;
  };
  const control = (opcode: number, payload: Buffer): Said => {
    if (opcode !== OPCODE.close) return { type: opcode === OPCODE.ping ? 'ping' : 'pong', payload };
    const goodbye = parseGoodbye(payload);
    if (typeof goodbye === 'number') return fault(goodbye);
    isOver = true;
    return { type: 'close', ...goodbye };
  };
  const message = (opcode: number, payload: Buffer, wire: Buffer | undefined): Said => {
    const isBinary = opcode === OPCODE.binary;
    return isBinary || isUtf8(payload) ? { type: 'message', payload, isBinary, wire } : fault(FAULT.encoding);
  };
  /** Keeps a copy: a view of a few bytes would keep all the bytes that came with them. */
  const collect = ({ isFinal, opcode }: FrameHeader, payload: Buffer): Said | undefined => {
    opcodeOfParts ??= opcode;
    fragments += 1;
    partsBytes += payload.length;
    parts.push(Buffer.from(payload));
    if (!isFinal) return undefined;
    const whole = message(opcodeOfParts, Buffer.concat(parts), undefined);
    parts = [];
    partsBytes = fragments = 0;
    opcodeOfParts = undefined;
    return whole;
  };
  const read = (header: FrameHeader, frame: Buffer): Said | undefined => {
    const { isFinal, opcode, headerBytes } = header;
    const payload = frame.subarray(headerBytes);
    if (isMasked) applyMask(payload, readMaskKey(frame, headerBytes - 4));
    if (opcode >= OPCODE.close) return control(opcode, payload);
    if (!isFinal || opcode === OPCODE.continuation) return collect(header, payload);
    return message(opcode, payload, isShortest(header, isMasked) ? frame : undefined);
  };

  return {
    push: (chunk) => hold.push(chunk),
    next() {
      while (!isOver) {
        const header = readFrameHeader(hold.bytes, hold.start, hold.end, isMasked);
        if (header === undefined) return undefined;
        if (typeof header === 'number') return fault(header);
        const wrong = faultIn(header);
        if (wrong !== undefined) return fault(wrong);
        const frame = hold.take(header.headerBytes + header.payloadBytes);
        if (frame === undefined) return undefined;
        const said = read(header, frame);
        if (said !== undefined) return said;
      }
      return undefined;
    },
  };
}
