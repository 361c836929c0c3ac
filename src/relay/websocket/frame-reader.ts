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
export class FrameReader {
  readonly #isMasked: boolean;
  readonly #maxMessageBytes: number;
  readonly #maxFragments: number;
  readonly #hold = new Hold();
  #isOver = false;
  /** Of the message whose fragments are coming. */
  #opcodeOfParts: number | undefined;
  #parts: Buffer[] = [];
  #partsBytes = 0;

  constructor({ isMasked, maxMessageBytes, maxFragments }: FrameRules) {
    this.#isMasked = isMasked;
    this.#maxMessageBytes = maxMessageBytes;
    this.#maxFragments = maxFragments;
  }

  /** Takes the bytes over: payloads are unmasked where they stand. */
  push(chunk: Buffer): void {
    this.#hold.push(chunk);
  }

  /** What comes next, in order; `undefined` where bytes are missing. */
  next(): Said | undefined {
    const hold = this.#hold;
    while (!this.#isOver) {
      const header = readFrameHeader(hold.bytes, hold.start, hold.end, this.#isMasked);
      if (header === undefined) return undefined;
      if (typeof header === 'number') return this.#fault(header);
      const wrong = this.#faultIn(header);
      if (wrong !== undefined) return this.#fault(wrong);
      const frame = hold.take(header.headerBytes + header.payloadBytes);
      if (frame === undefined) return undefined;
      const said = this.#read(header, frame);
      if (said !== undefined) return said;
    }
    return undefined;
  }

  #fault(closeCode: FaultCode): Said {
    this.#isOver = true;
    return { type: 'fault', closeCode };
  }

  /** What is wrong with a frame as one of a row of frames. */
  #faultIn({ opcode, payloadBytes }: FrameHeader): FaultCode | undefined {
    if (opcode >= OPCODE.close) return undefined;
    if ((opcode === OPCODE.continuation) !== (this.#opcodeOfParts !== undefined)) return FAULT.protocol;
    if (this.#partsBytes + payloadBytes > this.#maxMessageBytes) return FAULT.size;
    return this.#parts.length >= this.#maxFragments ? FAULT.policy : undefined;
  }

  #read(header: FrameHeader, frame: Buffer): Said | undefined {
    const { isFinal, opcode, headerBytes } = header;
    const payload = frame.subarray(headerBytes);
    if (this.#isMasked) applyMask(payload, readMaskKey(frame, headerBytes - 4));
    if (opcode >= OPCODE.close) return this.#control(opcode, payload);
    if (!isFinal || opcode === OPCODE.continuation) return this.#collect(header, payload);
    return this.#message(opcode, payload, isShortest(header, this.#isMasked) ? frame : undefined);
  }

  #control(opcode: number, payload: Buffer): Said {
    if (opcode !== OPCODE.close) return { type: opcode === OPCODE.ping ? 'ping' : 'pong', payload };
    const goodbye = parseGoodbye(payload);
    if (typeof goodbye === 'number') return this.#fault(goodbye);
    this.#isOver = true;
    return { type: 'close', ...goodbye };
  }

  #message(opcode: number, payload: Buffer, wire: Buffer | undefined): Said {
    const isBinary = opcode === OPCODE.binary;
    return isBinary || isUtf8(payload) ? { type: 'message', payload, isBinary, wire } : this.#fault(FAULT.encoding);
  }

  /** Keeps a copy: a view of a few bytes would keep all the bytes that came with them. */
  #collect({ isFinal, opcode }: FrameHeader, payload: Buffer): Said | undefined {
    this.#opcodeOfParts ??= opcode;
    this.#partsBytes += payload.length;
    this.#parts.push(Buffer.from(payload));
    if (!isFinal) return undefined;
    const whole = this.#message(this.#opcodeOfParts, Buffer.concat(this.#parts), undefined);
    this.#parts = [];
    this.#partsBytes = 0;
    this.#opcodeOfParts = undefined;
    return whole;
  }
}
