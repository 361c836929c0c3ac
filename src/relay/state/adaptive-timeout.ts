import type { Clock } from '../../lib/clock.js';

/**
 * How long an answer is waited for: several times the longest that one took of late. Where answers come at once, silence soon
 * means that nobody is there; where relay or store are overloaded it only means that they are, and waiting costs less than a
 * refusal.
 */
export interface Patience {
  readonly ms: number;
  /** An answer came, in time or not. */
  note(tookMs: number): void;
}

/** Nobody waits longer than this for a decision, unless an operator wants it. */
const MOST_MS = 2_000;
const TIMES = 4;
const WINDOW_MS = 10_000;

/** `leastMs` is how long an answer is waited for where all was well before. */
export function createPatience(clock: Clock, leastMs: number): Patience {
  let since = clock.now();
  let [longest, longestBefore] = [0, 0];

  const turnPage = (): void => {
    const windows = Math.floor((clock.now() - since) / WINDOW_MS);
    if (windows === 0) return;
    longestBefore = windows === 1 ? longest : 0;
    longest = 0;
    since = clock.now();
  };
  return {
    get ms() {
      turnPage();
      return Math.max(leastMs, Math.min(MOST_MS, TIMES * Math.max(longest, longestBefore)));
    },
    note(tookMs) {
      turnPage();
      longest = Math.max(longest, tookMs);
    },
  };
}
