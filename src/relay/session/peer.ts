import type { ClosableErrorCode } from '../../spec/close-code.js';

/** One side of a conversation: text frames in order, with flow control. */
export interface Peer {
  /** Starts the flow, with the frames that came before; a later listener replaces the one before. */
  receive(listener: MessageListener): void;
  /** Puts frames in front of what the next listener receives. The flow has to be paused. */
  unread(frames: readonly ReceivedMessage[]): void;
  /**
   * Resolves as soon as the other end is known to leave, which can be long before the connection is gone: to the violation
   * for which it has to, if any. Never rejects.
   */
  readonly closing: Promise<ClosableErrorCode | null>;
  /** Resolves when the connection is gone, to what the other end said in its close frame. Never rejects. */
  readonly closed: Promise<Closed>;
  /** `onWritten` is called when this frame and all before it left this process. */
  send(frame: Buffer | string, onWritten?: () => void): void;
  /** Bytes that were sent but did not leave this process yet. */
  queuedBytes(): number;
  /** Not a single frame more until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Starts the closing handshake, and drops the connection where the other end does not complete it. */
  close(closeCode: number, reason: string): void;
  /** Drops the connection now. */
  terminate(): void;
}

/** 1005 stands for a close frame without a code, 1006 for no close frame. */
export interface Closed {
  readonly closeCode: number;
  readonly reason: string;
}

/** `receivedBytes` is how much was sent to say this, where that is not the length of `frame`. */
export type ReceivedMessage = readonly [frame: Buffer, isBinary: boolean, receivedBytes?: number];

export type MessageListener = (...received: ReceivedMessage) => void;
