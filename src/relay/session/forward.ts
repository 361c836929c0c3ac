import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';
import type { Peer } from './peer.js';

/** The sender is paused while more than this is queued for the receiver. About 6 s of speech. */
export const HIGH_WATER_BYTES = 512 * 1024;
/** The sender resumes below this. */
export const LOW_WATER_BYTES = 64 * 1024;
/** One frame in so many is measured, since measuring has a cost, too. */
const SAMPLED_FRAMES = 100;

export interface Forwarding {
  readonly from: Peer;
  readonly to: Peer;
  /** What to forward in place of a frame; `undefined` for nothing. */
  readonly inspect: (frame: Buffer, isBinary: boolean, receivedBytes?: number) => Buffer | string | undefined;
  /** Milliseconds for which `from` must not be read after its last frame. */
  readonly pacingDelayMs?: () => number;
  /** How long `to` may take to drain its queue. */
  readonly stallMs: number;
  readonly onStalled: () => void;
  /** Receives the seconds between arrival and departure of one frame in {@link SAMPLED_FRAMES}. */
  readonly observeAdded?: (seconds: number) => void;
}

/**
 * Forwards frames in one direction with bounded memory: a slow receiver slows the sender down. After `signal` aborts, nothing is
 * forwarded, but frames are still inspected, because the usage of the last response arrives after the end.
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
  /** Reading the signal itself would be slow for each frame. */
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

  /** Called when the frame has left; only for sampled frames. */
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
