import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';
import type { Peer } from './peer.js';

/** Above this many bytes waiting for a peer, whoever speaks to it is asked to wait. About 6 s of speech. */
export const HIGH_WATER_BYTES = 512 * 1024;
/** Below this, it may go on. */
export const LOW_WATER_BYTES = 64 * 1024;
/** Measuring each frame would cost more than it tells. */
const SAMPLED_FRAMES = 100;

export interface Forwarding {
  readonly from: Peer;
  readonly to: Peer;
  /** What to pass on in place of a frame; `undefined` keeps it here. */
  readonly inspect: (frame: Buffer, isBinary: boolean, receivedBytes?: number) => Buffer | string | undefined;
  /** Milliseconds for which `from` has to be quiet after what it just said. */
  readonly pacingDelayMs?: () => number;
  /** How long `to` may take to make room again. */
  readonly stallMs: number;
  readonly onStalled: () => void;
  /** Gets the seconds between a frame's arrival and its departure, of one frame in {@link SAMPLED_FRAMES}. */
  readonly observeAdded?: (seconds: number) => void;
}

/**
 * Carries frames one way. Memory stays bounded: a slow reader slows its speaker down. Once `signal` aborts nothing is
 * passed on any more, but what still comes is inspected: the last figures of a conversation arrive after its end.
 */
export function forward(forwarding: Forwarding, signal: AbortSignal): void {
  const forwarder = new Forwarder(forwarding, signal);
  forwarding.from.receive((frame, isBinary, receivedBytes) => forwarder.forward(frame, isBinary, receivedBytes));
}

class Forwarder {
  readonly #forwarding: Forwarding;
  readonly #from: Peer;
  readonly #to: Peer;
  readonly #inspect: Forwarding['inspect'];
  readonly #pacingDelayMs: Forwarding['pacingDelayMs'];
  readonly #signal: AbortSignal;
  /** The signal itself would be slow to ask for each frame. */
  #isOver = false;
  #forwarded = 0;
  #waiting: AbortController | undefined;
  #pacing: AbortController | undefined;
  readonly #resumeIfDrained = (): void => {
    if (this.#waiting === undefined || this.#to.queuedBytes() > LOW_WATER_BYTES) return;
    this.#waiting.abort();
    this.#waiting = undefined;
    this.#resume();
  };

  constructor(forwarding: Forwarding, signal: AbortSignal) {
    this.#forwarding = forwarding;
    this.#from = forwarding.from;
    this.#to = forwarding.to;
    this.#inspect = forwarding.inspect;
    this.#pacingDelayMs = forwarding.pacingDelayMs;
    this.#signal = signal;
    onAbort(signal, () => {
      this.#isOver = true;
      this.#from.resume();
    });
  }

  forward(frame: Buffer, isBinary: boolean, receivedBytes?: number): void {
    const onWritten = this.#startSampling();
    const passed = this.#inspect(frame, isBinary, receivedBytes);
    if (this.#isOver || passed === undefined) return;
    const pacingDelayMs = this.#pacingDelayMs?.() ?? 0;
    if (pacingDelayMs > 0) this.#pace(pacingDelayMs);
    if (this.#to.queuedBytes() < HIGH_WATER_BYTES) return this.#to.send(passed, onWritten);
    this.#wait();
    this.#to.send(passed, this.#resumeIfDrained);
  }

  /** What to call when a frame has left, for the few that are measured. */
  #startSampling(): (() => void) | undefined {
    const { observeAdded } = this.#forwarding;
    this.#forwarded += 1;
    if (observeAdded === undefined || this.#forwarded % SAMPLED_FRAMES !== 0) return undefined;
    const arrivedAt = performance.now();
    return () => observeAdded((performance.now() - arrivedAt) / 1000);
  }

  #wait(): void {
    if (this.#waiting !== undefined) return;
    this.#waiting = createChild(this.#signal);
    this.#from.pause();
    after(this.#forwarding.stallMs, this.#forwarding.onStalled, this.#waiting.signal);
  }

  #pace(pacingDelayMs: number): void {
    this.#pacing?.abort();
    this.#pacing = createChild(this.#signal);
    this.#from.pause();
    const wake = (): void => {
      this.#pacing?.abort();
      this.#pacing = undefined;
      this.#resume();
    };
    after(pacingDelayMs, wake, this.#pacing.signal);
  }

  #resume(): void {
    if (this.#waiting === undefined && this.#pacing === undefined) this.#from.resume();
  }
}
