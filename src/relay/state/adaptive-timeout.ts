import type { Clock } from '../../lib/clock.js';

/**
 * A time-out of several times the longest recent answer. Where answers are quick, silence soon means that the server is gone;
 * where it is overloaded, waiting costs less than a refusal.
 */
export interface AdaptiveTimeout {
  readonly ms: number;
  /** Records an answer, even a late one. */
  note(tookMs: number): void;
}

/** The longest time-out, unless an operator configures a longer one. */
const MOST_MS = 2_000;
const TIMES = 4;
const WINDOW_MS = 10_000;

/** `leastMs` is the shortest time-out. */
export function createAdaptiveTimeout(clock: Clock, leastMs: number): AdaptiveTimeout {
  let since = clock.now();
  let [longest, longestBefore] = [0, 0];

  const rotate = (): void => {
    const windows = Math.floor((clock.now() - since) / WINDOW_MS);
    if (windows === 0) return;
    longestBefore = windows === 1 ? longest : 0;
    longest = 0;
    since = clock.now();
  };
  return {
    get ms() {
      rotate();
      return Math.max(leastMs, Math.min(MOST_MS, TIMES * Math.max(longest, longestBefore)));
    },
    note(tookMs) {
      rotate();
      longest = Math.max(longest, tookMs);
    },
  };
}
