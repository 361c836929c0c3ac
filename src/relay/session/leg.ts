import type { ClosableErrorCode } from '../../spec/close-code.js';

/** One side of a conversation: text frames in order, with a way to say "not so fast". */
export interface Leg {
  /** Starts the flow, first of all with what came before; a later listener takes over from the one before. */
  receive(listener: FrameListener): void;
  /** Puts frames in front of what the next listener will hear. The flow has to be paused. */
  unread(frames: readonly HeardFrame[]): void;
  /** What the other end said when it left; 1006 where it left without a word. Never rejects. */
  readonly closed: Promise<Goodbye>;
  /**
   * `onWritten` is called when this frame and all before it left this process. `wire` is the frame as it came, for a leg
   * that can send it on without writing it anew; it takes those bytes over.
   */
  send(frame: Buffer | string, onWritten?: () => void, wire?: Buffer): void;
  /** Bytes that were sent but did not leave this process yet. */
  queuedBytes(): number;
  pause(): void;
  resume(): void;
  /** Says goodbye, and stops waiting for an answer to it after a while. */
  close(closeCode: number, reason: string): void;
  /** Drops the connection now. */
  terminate(): void;
}

export interface Goodbye {
  readonly closeCode: number;
  readonly reason: string;
  /** What the other end did that it was not allowed to do, where that was the end. */
  readonly breach?: ClosableErrorCode | undefined;
}

/**
 * `wire` is the whole frame, header and all, of which `frame` is the end, where that is known. `cameBytes` is how much was sent
 * to say this, where that is not the length of `frame`.
 */
export type HeardFrame = readonly [frame: Buffer, isBinary: boolean, wire?: Buffer | undefined, cameBytes?: number];

export type FrameListener = (...heard: HeardFrame) => void;
