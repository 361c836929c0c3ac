/** One side of a conversation: text frames in order, with a way to say "not so fast". */
export interface Leg {
  /** Starts the flow, first of all with what came before; a later listener takes over from the one before. */
  receive(listener: FrameListener): void;
  /** What the other end said when it left; 1006 where it left without a word. Never rejects. */
  readonly closed: Promise<Goodbye>;
  /** `onWritten` is called when this frame and all before it left this process. */
  send(frame: Buffer | string, onWritten?: () => void): void;
  /** Bytes that were sent but did not leave this process yet. */
  readonly queuedBytes: number;
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
}

export type FrameListener = (frame: Buffer, isBinary: boolean) => void;
