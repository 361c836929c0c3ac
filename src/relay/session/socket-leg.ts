import { WebSocket, type RawData } from 'ws';
import { every } from '../../lib/timer.js';
import { CLOSE_CODES } from '../../spec/close-code.js';
import type { FrameListener, Goodbye, Leg } from './leg.js';

/** Pings without any sign of life after which a peer counts as gone. */
const MISSED_PINGS = 2;

/** How ws calls a frame that is too long or in too many pieces. */
const OVERSIZED: ReadonlySet<string> = new Set(['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_TOO_MANY_BUFFERED_PARTS']);

export interface SocketLeg extends Leg {
  /** What the peer says first; it is delivered to the listener all the same. */
  readonly firstFrame: Promise<Buffer>;
}

/**
 * A leg over a WebSocket that is open. Frames that come before anybody listens wait here and in the peer's own buffers.
 * Pings every `pingMs` and drops a peer that shows no life; a leg that is paused cannot hear its peer and is spared.
 */
export function createSocketLeg(socket: WebSocket, pingMs: number): SocketLeg {
  const open = new AbortController();
  const unheard: Parameters<FrameListener>[] = [];
  let listener: FrameListener | undefined;
  let missed = 0;
  let oversized = false;

  let hearFirst: (frame: Buffer) => void = () => undefined;
  const firstFrame = new Promise<Buffer>((resolve) => (hearFirst = resolve));
  const closed = new Promise<Goodbye>((resolve) => {
    socket.once('close', (closeCode, reason) => {
      open.abort();
      resolve({ closeCode: oversized ? CLOSE_CODES['frame-too-large'] : closeCode, reason: reason.toString() });
    });
  });

  // Every failure also closes the socket, which is where it is dealt with; only the close code does not tell of this one.
  socket.on('error', (error: Error & { readonly code?: string }) => (oversized ||= OVERSIZED.has(error.code ?? '')));
  socket.on('pong', () => (missed = 0));
  socket.on('message', (data, isBinary) => {
    missed = 0;
    const frame = toBuffer(data);
    if (listener !== undefined) return listener(frame, isBinary);
    unheard.push([frame, isBinary]);
    hearFirst(frame);
    socket.pause();
  });
  every(
    pingMs,
    () => {
      if (socket.isPaused || socket.readyState !== WebSocket.OPEN) return;
      if (missed >= MISSED_PINGS) return socket.terminate();
      missed += 1;
      socket.ping();
    },
    open.signal,
  );

  return {
    firstFrame,
    closed,
    receive(onFrame) {
      for (const [frame, isBinary] of unheard.splice(0)) onFrame(frame, isBinary);
      listener = onFrame;
      socket.resume();
    },
    send(frame, onWritten) {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame, { binary: false, compress: false }, onWritten);
    },
    get queuedBytes() {
      return socket.bufferedAmount;
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close(closeCode, reason) {
      // A paused socket would never read the answer to its goodbye.
      socket.resume();
      socket.close(closeCode, reason);
    },
    terminate: () => socket.terminate(),
  };
}

/** With the default `binaryType` ws delivers buffers; the other forms are here for the compiler. */
function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
