import { createChild } from '../../lib/child-signal.js';
import { own } from '../../lib/own.js';
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
  readonly inspect: (frame: Buffer, isBinary: boolean) => Buffer | string | undefined;
  /** Milliseconds for which `from` has to be quiet after what it just said. */
  readonly paceMs?: () => number;
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
export function carry({ from, to, inspect, paceMs, stallMs, onStalled, observeAdded }: Carriage, signal: AbortSignal): void {
  let waiting: AbortController | undefined;
  let resting: AbortController | undefined;

  const resume = (): void => {
    if (waiting === undefined && resting === undefined) from.resume();
  };
  const wait = (): void => {
    if (waiting !== undefined) return;
    waiting = createChild(signal);
    from.pause();
    after(stallMs, onStalled, waiting.signal);
  };
  const goOn = (): void => {
    if (waiting === undefined || to.queuedBytes() > LOW_WATER_BYTES) return;
    waiting.abort();
    waiting = undefined;
    resume();
  };
  const rest = (restMs: number): void => {
    resting?.abort();
    resting = createChild(signal);
    from.pause();
    const wake = (): void => {
      resting?.abort();
      resting = undefined;
      resume();
    };
    after(restMs, wake, resting.signal);
  };
  /** The signal itself would be slow to ask for each frame. */
  let isOver = false;
  own(signal, () => {
    isOver = true;
    from.resume();
  });

  let carried = 0;
  /** What to call when a frame has left, for the few that are measured. */
  const stopwatch = (): (() => void) | undefined => {
    carried += 1;
    if (observeAdded === undefined || carried % SAMPLED_FRAMES !== 0) return undefined;
    const arrivedAt = performance.now();
    return () => observeAdded((performance.now() - arrivedAt) / 1000);
  };

  from.receive((frame, isBinary, wire) => {
    const onWritten = stopwatch();
    const passed = inspect(frame, isBinary);
    if (isOver || passed === undefined) return;
    const restMs = paceMs?.() ?? 0;
    if (restMs > 0) rest(restMs);
    const untouched = passed === frame ? wire : undefined;
    if (to.queuedBytes() < HIGH_WATER_BYTES) return to.send(passed, onWritten, untouched);
    wait();
    to.send(passed, goOn, untouched);
  });
}
