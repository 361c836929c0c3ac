import { systemClock } from '../../lib/clock.js';
import { every } from '../../lib/timer.js';
import { CLOSE_CODES, type ClosableErrorCode } from '../../spec/close-code.js';
import { Bucket } from '../limits/bucket.js';
import { FAULT } from '../websocket/goodbye.js';
import { OPCODE } from '../websocket/opcode.js';
import { Peer, type Heard, type PeerOptions } from '../websocket/peer.js';
import type { FrameListener, Goodbye, HeardFrame, Leg } from './leg.js';

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
export class SocketLeg implements Leg {
  /** What the peer says first; it is delivered to the listener all the same. */
  readonly firstFrame: Promise<Buffer>;
  readonly closed: Promise<Goodbye>;
  readonly #peer: Peer;
  #listener: FrameListener | undefined;
  #missed = 0;
  readonly #unheard: HeardFrame[] = [];
  readonly #controls = new Bucket(CONTROL_FRAMES, systemClock);
  #breach: ClosableErrorCode | undefined;
  #hearFirst: (frame: Buffer) => void = () => undefined;

  constructor(options: PeerOptions, pingMs: number) {
    this.firstFrame = new Promise<Buffer>((resolve) => (this.#hearFirst = resolve));
    this.#peer = new Peer(options, (heard) => this.#hear(heard));
    this.#peer.resume();
    const open = new AbortController();
    this.closed = this.#peer.gone.then(({ closeCode, reason, fault }): Goodbye => {
      open.abort();
      if (OVERSIZED.has(fault)) this.#breach = 'frame-too-large';
      return { closeCode, reason, breach: this.#breach };
    });
    every(pingMs, () => this.#ping(), open.signal);
  }

  receive(listener: FrameListener): void {
    for (const heard of this.#unheard.splice(0)) listener(...heard);
    this.#listener = listener;
    this.#peer.resume();
  }

  unread(frames: readonly HeardFrame[]): void {
    this.#listener = undefined;
    this.#unheard.unshift(...frames);
  }

  send(frame: Buffer | string, onWritten?: () => void, wire?: Buffer): void {
    if (wire !== undefined && Buffer.isBuffer(frame) && this.#peer.pass(wire, frame, onWritten)) return;
    this.#peer.send(OPCODE.text, frame, onWritten);
  }

  queuedBytes(): number {
    return this.#peer.queuedBytes();
  }

  pause(): void {
    this.#peer.pause();
  }

  resume(): void {
    this.#peer.resume();
  }

  close(closeCode: number, reason: string): void {
    this.#peer.close(closeCode, reason);
  }

  terminate(): void {
    this.#peer.terminate();
  }

  #hear(heard: Heard): void {
    this.#missed = 0;
    if (heard.type === 'message') {
      const { payload, isBinary, wire } = heard;
      if (this.#listener !== undefined) return this.#listener(payload, isBinary, wire);
      this.#unheard.push([payload, isBinary, wire]);
      this.#hearFirst(payload);
      return this.#peer.pause();
    }
    if (this.#controls.take(1) > 0) {
      this.#breach = 'rate-limited';
      return this.#peer.hangUp(CLOSE_CODES[this.#breach], this.#breach);
    }
    if (heard.type === 'ping') this.#peer.send(OPCODE.pong, heard.payload);
  }

  #ping(): void {
    if (!this.#peer.isHeard()) return;
    if (this.#missed >= MISSED_PINGS) return this.#peer.terminate();
    this.#missed += 1;
    this.#peer.send(OPCODE.ping, '');
  }
}
