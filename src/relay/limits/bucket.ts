import type { Clock } from '../../lib/clock.js';

/** A budget that refills steadily: `capacity` at once, `perSecond` for ever. */
export interface Bucket {
  /**
   * Takes `amount`, into debt if need be, and tells how many milliseconds it takes to be out of debt: 0 where there is none.
   * `now` saves asking the clock again.
   */
  take(amount: number, now?: number): number;
}

export interface BucketOptions {
  readonly capacity: number;
  readonly perSecond: number;
}

export function createBucket({ capacity, perSecond }: BucketOptions, clock: Clock): Bucket {
  let level = capacity;
  let at = clock.now();
  return {
    take(amount, now = clock.now()) {
      level = Math.min(capacity, level + ((now - at) / 1000) * perSecond) - amount;
      at = now;
      return level >= 0 ? 0 : (-level / perSecond) * 1000;
    },
  };
}
