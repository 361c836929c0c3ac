import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';
import type { Leg } from './leg.js';

/** Above this many bytes waiting for a peer, whoever speaks to it is asked to wait. About 6 s of speech. */
export const HIGH_WATER_BYTES = 512 * 1024;
/** Below this, it may go on. */
export const LOW_WATER_BYTES = 64 * 1024;
/** Measuring each frame would cost more than it tells. */
const SAMPLED_FRAMES = 100;

export interface Carriage {
  readonly from: Leg;
  readonly to: Leg;
  /** What to pass on in place of a frame; `undefined` keeps it here. */
  readonly inspect: (frame: Buffer, isBinary: boolean, receivedBytes?: number) => Buffer | string | undefined;
  /** Milliseconds for which `from` has to be quiet after what it just said. */
  readonly restMs?: () => number;
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
export function carry(carriage: Carriage, signal: AbortSignal): void {
  const carrier = new Carrier(carriage, signal);
  carriage.from.receive((frame, isBinary, receivedBytes) => carrier.carry(frame, isBinary, receivedBytes));
}

class Carrier {
  readonly #carriage: Carriage;
  readonly #from: Leg;
  readonly #to: Leg;
  readonly #inspect: Carriage['inspect'];
  readonly #restMs: Carriage['restMs'];
  readonly #signal: AbortSignal;
  /** The signal itself would be slow to ask for each frame. */
  #isOver = false;
  #carried = 0;
  #waiting: AbortController | undefined;
  #resting: AbortController | undefined;
  readonly #goOn = (): void => {
    if (this.#waiting === undefined || this.#to.queuedBytes() > LOW_WATER_BYTES) return;
    this.#waiting.abort();
    this.#waiting = undefined;
    this.#resume();
  };

  constructor(carriage: Carriage, signal: AbortSignal) {
    this.#carriage = carriage;
    this.#from = carriage.from;
    this.#to = carriage.to;
    this.#inspect = carriage.inspect;
    this.#restMs = carriage.restMs;
    this.#signal = signal;
    onAbort(signal, () => {
      this.#isOver = true;
      this.#from.resume();
    });
  }

  carry(frame: Buffer, isBinary: boolean, receivedBytes?: number): void {
    const onWritten = this.#stopwatch();
    const passed = this.#inspect(frame, isBinary, receivedBytes);
    if (this.#isOver || passed === undefined) return;
    const restMs = this.#restMs?.() ?? 0;
    if (restMs > 0) this.#rest(restMs);
    if (this.#to.queuedBytes() < HIGH_WATER_BYTES) return this.#to.send(passed, onWritten);
    this.#wait();
    this.#to.send(passed, this.#goOn);
  }

  /** What to call when a frame has left, for the few that are measured. */
  #stopwatch(): (() => void) | undefined {
    const { observeAdded } = this.#carriage;
    this.#carried += 1;
    if (observeAdded === undefined || this.#carried % SAMPLED_FRAMES !== 0) return undefined;
    const arrivedAt = performance.now();
    return () => observeAdded((performance.now() - arrivedAt) / 1000);
  }

  #wait(): void {
    if (this.#waiting !== undefined) return;
    this.#waiting = createChild(this.#signal);
    this.#from.pause();
    after(this.#carriage.stallMs, this.#carriage.onStalled, this.#waiting.signal);
  }

  #rest(restMs: number): void {
    this.#resting?.abort();
    this.#resting = createChild(this.#signal);
    this.#from.pause();
    const wake = (): void => {
      this.#resting?.abort();
      this.#resting = undefined;
      this.#resume();
    };
    after(restMs, wake, this.#resting.signal);
  }

  #resume(): void {
    if (this.#waiting === undefined && this.#resting === undefined) this.#from.resume();
  }
}
