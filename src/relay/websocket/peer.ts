import type { Duplex } from 'node:stream';
import { after } from '../../lib/timer.js';
import { composeFrame, maskFrame } from './compose-frame.js';
import { isMaskedFrame } from './frame-header.js';
import { createFrameReader, type FrameRules, type Said } from './frame-reader.js';
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

/**
 * The other end of an open WebSocket: RFC 6455 without extensions. Nothing is heard before the first `resume`; what is sent
 * after a goodbye is dropped.
 */
export interface Peer {
  /** Never rejects. */
  readonly gone: Promise<PeerGone>;
  /** Whether it can be heard: not where it is paused, nor after a goodbye. */
  isHeard(): boolean;
  /** Bytes that did not leave this process yet. */
  queuedBytes(): number;
  send(opcode: Opcode, payload: Buffer | string, onWritten?: () => void): void;
  /**
   * Sends a frame of another peer on in the bytes in which it came, `payload` being their end, with a mask of its own. False
   * where that cannot be.
   */
  pass(wire: Buffer, payload: Buffer, onWritten?: () => void): boolean;
  /** Not a single message more until {@link resume}, however many came at once. */
  pause(): void;
  resume(): void;
  /** Says goodbye; what the peer still says before its own is heard. */
  close(closeCode: number, reason: string): void;
  /** Says goodbye and hears nothing more. */
  hangUp(closeCode: number, reason: string): void;
  terminate(): void;
}

/** How long a peer may take to answer a goodbye and to hang up. */
const HANG_UP_MS = 2_000;

export function createPeer({ socket, head, end, ...limits }: PeerOptions, hear: (heard: Heard) => void): Peer {
  const isClient = end === 'client';
  const reader = createFrameReader({ ...limits, isMasked: !isClient });
  const lasting = new AbortController();
  let goodbye: Omit<PeerGone, 'fault'> = { closeCode: NO_CLOSE_FRAME, reason: '' };
  let fault: FaultCode | undefined;
  let isOpen = true;
  let isDeaf = false;
  let isPaused = true;
  let isReading = false;

  const gone = new Promise<PeerGone>((resolve) => {
    socket.once('close', () => {
      isOpen = false;
      isDeaf = true;
      lasting.abort();
      resolve({ ...goodbye, fault });
    });
  });
  const leave = (closeCode: number, reason: string): void => {
    if (!isOpen) return;
    isOpen = false;
    socket.write(composeFrame(OPCODE.close, composeGoodbye(closeCode, reason), isClient));
    after(HANG_UP_MS, () => socket.destroy(), lasting.signal);
  };
  const hangUp: Peer['hangUp'] = (closeCode, reason) => {
    isDeaf = true;
    leave(closeCode, reason);
    socket.end();
    resume();
  };
  const take = (said: Said): void => {
    switch (said.type) {
      case 'close':
        goodbye = { closeCode: said.closeCode, reason: said.reason };
        isDeaf = true;
        leave(said.closeCode, '');
        // It is for servers to hang up, so that clients get their ports back sooner.
        if (!isClient) socket.end();
        return resume();
      case 'fault':
        fault = said.closeCode;
        return hangUp(said.closeCode, '');
      default:
        return hear(said);
    }
  };
  const read = (): void => {
    // Whoever hears a message may call `resume`, and then the loop below goes on by itself.
    if (isReading) return;
    isReading = true;
    while (!isPaused && !isDeaf) {
      const said = reader.next();
      if (said === undefined) break;
      take(said);
    }
    isReading = false;
  };
  const resume = (): void => {
    isPaused = false;
    read();
    if (!isPaused) socket.resume();
  };
  const hearChunk = (chunk: Buffer): void => {
    // What a peer says after the end is still read, or else its goodbye would be cut off; but nobody listens.
    if (isDeaf) return;
    reader.push(chunk);
    read();
  };

  socket.on('error', () => undefined);
  socket.on('data', hearChunk);
  socket.once('end', () => {
    isOpen = false;
    isDeaf = true;
    socket.end();
  });
  reader.push(head);

  return {
    gone,
    isHeard: () => isOpen && !isPaused,
    queuedBytes: () => socket.writableLength,
    send(opcode, payload, onWritten) {
      if (isOpen) socket.write(composeFrame(opcode, payload, isClient), onWritten);
    },
    pass(wire, payload, onWritten) {
      if (isMaskedFrame(wire) !== isClient) return false;
      if (!isOpen) return true;
      if (isClient) maskFrame(wire, payload);
      socket.write(wire, onWritten);
      return true;
    },
    pause() {
      if (isDeaf) return;
      isPaused = true;
      socket.pause();
    },
    resume,
    close(closeCode, reason) {
      leave(closeCode, reason);
      // A paused peer would never be heard to answer.
      resume();
    },
    hangUp,
    terminate: () => socket.destroy(),
  };
}
