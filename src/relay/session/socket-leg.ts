import { systemClock } from '../../lib/clock.js';
import { every } from '../../lib/timer.js';
import { CLOSE_CODES, type ClosableErrorCode } from '../../spec/close-code.js';
import { createBucket } from '../limits/bucket.js';
import { FAULT } from '../websocket/goodbye.js';
import { OPCODE } from '../websocket/opcode.js';
import { createPeer, type Heard, type PeerOptions } from '../websocket/peer.js';
import type { FrameListener, Goodbye, Leg } from './leg.js';

export interface SocketLeg extends Leg {
  /** What the peer says first; it is delivered to the listener all the same. */
  readonly firstFrame: Promise<Buffer>;
}

/** Pings without any sign of life after which a peer counts as gone. */
const MISSED_PINGS = 2;
/** Pings and pongs that a peer may send: many times what anybody has reason to. */
const CONTROL_FRAMES = { capacity: 50, perSecond: 10 };

/** Faults of frames that mean that there is too much of them: too long, or too many pieces. */
const OVERSIZED: ReadonlySet<number | undefined> = new Set([FAULT.size, FAULT.policy]);

/**
 * A leg over a WebSocket that is open. Frames that come before anybody listens wait here and in the peer's own buffers.
 * Pings every `pingMs` and drops a peer that shows no life; a leg that is paused cannot hear its peer and is spared.
 */
export function createSocketLeg(options: PeerOptions, pingMs: number): SocketLeg {
  const open = new AbortController();
  const controls = createBucket(CONTROL_FRAMES, systemClock);
  const unheard: Parameters<FrameListener>[] = [];
  let listener: FrameListener | undefined;
  let missed = 0;
  let breach: ClosableErrorCode | undefined;

  let hearFirst: (frame: Buffer) => void = () => undefined;
  const firstFrame = new Promise<Buffer>((resolve) => (hearFirst = resolve));

  const hear = (heard: Heard): void => {
    missed = 0;
    if (heard.type === 'message') {
      const { payload, isBinary, wire } = heard;
      if (listener !== undefined) return listener(payload, isBinary, wire);
      unheard.push([payload, isBinary, wire]);
      hearFirst(payload);
      return peer.pause();
    }
    if (controls.take(1) > 0) {
      breach = 'rate-limited';
      return peer.hangUp(CLOSE_CODES[breach], breach);
    }
    if (heard.type === 'ping') peer.send(OPCODE.pong, heard.payload);
  };
  const peer = createPeer(options, hear);
  peer.resume();
  const closed = peer.gone.then(({ closeCode, reason, fault }): Goodbye => {
    open.abort();
    if (OVERSIZED.has(fault)) breach = 'frame-too-large';
    return { closeCode, reason, breach };
  });
  every(
    pingMs,
    () => {
      if (!peer.isHeard()) return;
      if (missed >= MISSED_PINGS) return peer.terminate();
      missed += 1;
      peer.send(OPCODE.ping, '');
    },
    open.signal,
  );

  return {
    firstFrame,
    closed,
    receive(onFrame) {
      for (const heard of unheard.splice(0)) onFrame(...heard);
      listener = onFrame;
      peer.resume();
    },
    send(frame, onWritten, wire) {
      if (wire !== undefined && Buffer.isBuffer(frame) && peer.pass(wire, frame, onWritten)) return;
      peer.send(OPCODE.text, frame, onWritten);
    },
    queuedBytes: peer.queuedBytes,
    pause: peer.pause,
    resume: peer.resume,
    close: peer.close,
    terminate: peer.terminate,
  };
}
