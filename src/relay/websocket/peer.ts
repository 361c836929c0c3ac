import type { Duplex } from 'node:stream';
import { after } from '../../lib/timer.js';
import { composeFrame, maskFrame } from './compose-frame.js';
import { isMaskedFrame } from './frame-header.js';
import { FrameReader, type FrameRules, type Said } from './frame-reader.js';
import { composeGoodbye, NO_CLOSE_FRAME, type FaultCode } from './goodbye.js';
import { OPCODE, type Opcode } from './opcode.js';

export interface PeerOptions extends Omit<FrameRules, 'isMasked'> {
  /** After the handshake. Nobody else reads it or writes to it any more. */
  readonly socket: Duplex;
  /** What the peer said right after its handshake. */
  readonly head: Buffer;
  /** Which end of the WebSocket this is: clients mask their frames, servers hang up first. */
  readonly end: 'client' | 'server';
}

export type Heard = Exclude<Said, { type: 'close' | 'fault' }>;

export interface PeerGone {
  /** What the peer said when it left; 1006 where it left without a word. */
  readonly closeCode: number;
  readonly reason: string;
  /** What was wrong with its frames, where that was the end. */
  readonly fault: FaultCode | undefined;
}

/** How long a peer may take to answer a goodbye and to hang up. */
const HANG_UP_MS = 2_000;

/**
 * The other end of an open WebSocket: RFC 6455 without extensions. Nothing is heard before the first `resume`; what is sent
 * after a goodbye is dropped. It is a class, as all that each frame passes: with functions that close over variables, a frame
 * of one conversation among hundreds looks at several times as much memory, none of which is in the processor's caches.
 */
export class Peer {
  /** Never rejects. */
  readonly gone: Promise<PeerGone>;
  readonly #socket: Duplex;
  readonly #isClient: boolean;
  readonly #reader: FrameReader;
  readonly #hear: (heard: Heard) => void;
  #isOpen = true;
  #isDeaf = false;
  #isPaused = true;
  #isReading = false;
  #goodbye: Omit<PeerGone, 'fault'> = { closeCode: NO_CLOSE_FRAME, reason: '' };
  #fault: FaultCode | undefined;
  readonly #lasting = new AbortController();

  constructor({ socket, head, end, ...limits }: PeerOptions, hear: (heard: Heard) => void) {
    this.#socket = socket;
    this.#isClient = end === 'client';
    this.#reader = new FrameReader({ ...limits, isMasked: !this.#isClient });
    this.#hear = hear;
    this.gone = new Promise<PeerGone>((resolve) => {
      socket.once('close', () => {
        this.#isOpen = false;
        this.#isDeaf = true;
        this.#lasting.abort();
        resolve({ ...this.#goodbye, fault: this.#fault });
      });
    });
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#hearChunk(chunk));
    socket.once('end', () => {
      this.#isOpen = false;
      this.#isDeaf = true;
      socket.end();
    });
    this.#reader.push(head);
  }

  /** Whether it can be heard: not where it is paused, nor after a goodbye. */
  isHeard(): boolean {
    return this.#isOpen && !this.#isPaused;
  }

  /** Bytes that did not leave this process yet. */
  queuedBytes(): number {
    return this.#socket.writableLength;
  }

  send(opcode: Opcode, payload: Buffer | string, onWritten?: () => void): void {
    if (this.#isOpen) this.#socket.write(composeFrame(opcode, payload, this.#isClient), onWritten);
  }

  /**
   * Sends a frame of another peer on in the bytes in which it came, `payload` being their end, with a mask of its own. False
   * where that cannot be.
   */
  pass(wire: Buffer, payload: Buffer, onWritten?: () => void): boolean {
    if (isMaskedFrame(wire) !== this.#isClient) return false;
    if (!this.#isOpen) return true;
    if (this.#isClient) maskFrame(wire, payload);
    this.#socket.write(wire, onWritten);
    return true;
  }

  /** Not a single message more until {@link resume}, however many came at once. */
  pause(): void {
    if (this.#isDeaf) return;
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
    if (!this.#isPaused) this.#socket.resume();
  }

  /** Says goodbye; what the peer still says before its own is heard. */
  close(closeCode: number, reason: string): void {
    this.#leave(closeCode, reason);
    // A paused peer would never be heard to answer.
    this.resume();
  }

  /** Says goodbye and hears nothing more. */
  hangUp(closeCode: number, reason: string): void {
    this.#isDeaf = true;
    this.#leave(closeCode, reason);
    this.#socket.end();
    this.resume();
  }

  terminate(): void {
    this.#socket.destroy();
  }

  #leave(closeCode: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.write(composeFrame(OPCODE.close, composeGoodbye(closeCode, reason), this.#isClient));
    after(HANG_UP_MS, () => this.terminate(), this.#lasting.signal);
  }

  #take(said: Said): void {
    switch (said.type) {
      case 'close':
        this.#goodbye = { closeCode: said.closeCode, reason: said.reason };
        this.#isDeaf = true;
        this.#leave(said.closeCode, '');
        // It is for servers to hang up, so that clients get their ports back sooner.
        if (!this.#isClient) this.#socket.end();
        return this.resume();
      case 'fault':
        this.#fault = said.closeCode;
        return this.hangUp(said.closeCode, '');
      default:
        return this.#hear(said);
    }
  }

  #read(): void {
    // Whoever hears a message may call `resume`, and then the loop below goes on by itself.
    if (this.#isReading) return;
    this.#isReading = true;
    while (!this.#isPaused && !this.#isDeaf) {
      const said = this.#reader.next();
      if (said === undefined) break;
      this.#take(said);
    }
    this.#isReading = false;
  }

  #hearChunk(chunk: Buffer): void {
    // What a peer says after the end is still read, or else its goodbye would be cut off; but nobody listens.
    if (this.#isDeaf) return;
    this.#reader.push(chunk);
    this.#read();
  }
}
