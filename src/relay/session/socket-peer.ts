import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { systemClock } from '../../lib/clock.js';
import { after, every } from '../../lib/timer.js';
import { CLOSE_CODES, type ClosableErrorCode } from '../../spec/close-code.js';
import { Bucket } from '../limits/bucket.js';
import type { Closed, MessageListener, Peer, ReceivedMessage } from './peer.js';

/** Unanswered pings after which a peer is dropped. */
const MISSED_PINGS = 2;
/** Pings and pongs that a peer may send, many times what any client needs. */
const CONTROL_FRAMES = { capacity: 50, perSecond: 10 };
/** How long a peer may take to answer a close frame and to hang up. */
const CLOSE_TIMEOUT_MS = 2_000;

/** Options of `ws` for both ends. All of them are explicit, because defaults change with releases. */
export const SOCKET_OPTIONS = {
  // Compression costs twice as much as the rest of the relay, and 87 kB can inflate to 90 MB.
  perMessageDeflate: false,
  skipUTF8Validation: false,
  // A `setImmediate` between two messages of one read would delay each of them by a turn of the event loop.
  allowSynchronousEvents: true,
  autoPong: true,
  // The limit of control frames, which has a close code, comes first where a peer reads its pongs.
  maxPendingAutoPongs: CONTROL_FRAMES.capacity + 14,
  closeTimeout: CLOSE_TIMEOUT_MS,
};

/** One object for all frames, so that none is allocated for each. */
const TEXT_FRAME = { binary: false, compress: false, fin: true };

/** Errors of `ws` that mean that a message is too long or has too many pieces. */
const OVERSIZED: ReadonlySet<string | undefined> = new Set([
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
  'WS_ERR_TOO_MANY_BUFFERED_PARTS',
]);

export interface SocketPeerOptions {
  readonly pingMs: number;
  /**
   * Drops the connection as soon as the peer's close frame was answered, instead of waiting for the peer to hang up: `ws`
   * reports the code of that frame only when the connection is gone.
   */
  readonly hangsUpFirst: boolean;
}

/**
 * The other end of an open WebSocket; `socket` is the connection below it. Pings regularly and drops a peer that shows no life,
 * unless it is paused: then its pongs cannot be received.
 */
export class SocketPeer implements Peer {
  /** The first frame; the listener receives it all the same. */
  readonly firstFrame: Promise<Buffer>;
  readonly closing: Promise<ClosableErrorCode | null>;
  readonly closed: Promise<Closed>;
  readonly #webSocket: WebSocket;
  #listener: MessageListener | undefined;
  #missed = 0;
  /** Frames that arrived before there was a listener or after `pause`, all of them in one read. */
  readonly #waiting: ReceivedMessage[] = [];
  #isDelivering = false;
  readonly #controls = new Bucket(CONTROL_FRAMES, systemClock);
  #isClosing = false;
  readonly #open = new AbortController();
  #resolveFirst: (frame: Buffer) => void = () => undefined;
  #resolveClosing: (violation: ClosableErrorCode | null) => void = () => undefined;

  constructor(webSocket: WebSocket, socket: Duplex, { pingMs, hangsUpFirst }: SocketPeerOptions) {
    this.#webSocket = webSocket;
    this.firstFrame = new Promise((resolve) => (this.#resolveFirst = resolve));
    this.closing = new Promise((resolve) => (this.#resolveClosing = resolve));
    this.closed = new Promise((resolve) => {
      webSocket.once('close', (closeCode, reason) => {
        this.#open.abort();
        this.#resolveClosing(null);
        resolve({ closeCode, reason: reason.toString() });
      });
    });
    webSocket.on('message', (frame: Buffer, isBinary: boolean) => this.#receiveFrame(frame, isBinary));
    webSocket.on('ping', () => this.#receiveControl());
    webSocket.on('pong', () => this.#receiveControl());
    webSocket.on('error', ({ code }: NodeJS.ErrnoException) => {
      this.#isClosing = true;
      this.#resolveClosing(OVERSIZED.has(code) ? 'frame-too-large' : null);
    });
    // `ws` has no event for a close frame; these listeners run after its own.
    const noteState = (): void => {
      if (this.#isClosing || webSocket.readyState === WebSocket.OPEN) return;
      this.#resolveClosing(null);
      if (hangsUpFirst) this.terminate();
    };
    socket.on('data', noteState).once('end', noteState);
    every(pingMs, () => this.#ping(), this.#open.signal);
  }

  receive(listener: MessageListener): void {
    this.#listener = listener;
    this.resume();
  }

  unread(frames: readonly ReceivedMessage[]): void {
    this.#listener = undefined;
    this.#waiting.unshift(...frames);
  }

  send(frame: Buffer | string, onWritten?: () => void): void {
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.send(frame, TEXT_FRAME, onWritten);
  }

  queuedBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
    // Whoever receives a frame may call this, and then the loop below goes on by itself.
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    while (this.#listener !== undefined && !this.#webSocket.isPaused) {
      const received = this.#waiting.shift();
      if (received === undefined) break;
      this.#listener(...received);
    }
    this.#isDelivering = false;
  }

  close(closeCode: number, reason: string): void {
    this.#isClosing = true;
    this.#webSocket.close(closeCode, reason);
    // The answer of a paused peer would never be read.
    this.resume();
    // `ws` sets no timer for a peer that has hung up but does not read.
    after(CLOSE_TIMEOUT_MS, () => this.terminate(), this.#open.signal);
  }

  terminate(): void {
    this.#webSocket.terminate();
  }

  #receiveFrame(frame: Buffer, isBinary: boolean): void {
    this.#missed = 0;
    if (this.#listener !== undefined && !this.#webSocket.isPaused) return this.#listener(frame, isBinary);
    this.#waiting.push([frame, isBinary]);
    if (this.#listener !== undefined) return;
    this.#resolveFirst(frame);
    this.#webSocket.pause();
  }

  #receiveControl(): void {
    this.#missed = 0;
    if (this.#isClosing || this.#controls.take(1) === 0) return;
    const violation = 'rate-limited';
    this.#resolveClosing(violation);
    // Nothing that follows in the same read counts.
    this.#listener = () => undefined;
    this.close(CLOSE_CODES[violation], violation);
  }

  #ping(): void {
    if (this.#webSocket.readyState !== WebSocket.OPEN || this.#webSocket.isPaused) return;
    if (this.#missed >= MISSED_PINGS) return this.terminate();
    this.#missed += 1;
    this.#webSocket.ping();
  }
}
