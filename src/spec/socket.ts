/** What a socket tells. `closed` comes exactly once, also for a connection that was never made. */
export interface SocketEvents {
  opened(): void;
  message(data: unknown): void;
  closed(closeCode: number, reason: string): void;
}

/** As much of a WebSocket as a line needs, so that other runtimes, and providers inside the page, can bring their own. */
export interface Socket {
  /** Bytes that were handed over and have not left yet. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(): void;
}
