import type { OutgoingFrame } from './codec.js';

/** What a socket reports. `closed` is called exactly once, also for a connection that was never made. */
export interface SocketEvents {
  opened(): void;
  /** A string for a text message, an `ArrayBuffer` for a binary one. */
  message(data: unknown): void;
  closed(closeCode: number, reason: string): void;
}

/** The part of `WebSocket` that a connection needs, so that other runtimes and peers inside the page can stand in for it. */
export interface Socket {
  /** Bytes that were queued and have not left yet. */
  readonly bufferedAmount: number;
  send(frame: OutgoingFrame): void;
  close(): void;
}
