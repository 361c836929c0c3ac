import type { Clock } from '../../lib/clock.js';

export interface BucketOptions {
  /** What can be taken at once. */
  readonly capacity: number;
  /** How fast it refills. */
  readonly perSecond: number;
}

/**
 * A token bucket. A class, because some are used for every frame: an object stores a changing number in place, while a
 * variable in a closure allocates a new one each time.
 */
export class Bucket {
  readonly #capacity: number;
  readonly #perSecond: number;
  readonly #clock: Clock;
  #level: number;
  #at: number;

  constructor({ capacity, perSecond }: BucketOptions, clock: Clock) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#level = capacity;
    this.#at = clock.now();
  }

  /**
   * Takes `amount`, even if that leaves a debt, and returns the milliseconds until the debt is paid; 0 if there is none. `now`
   * saves reading the clock again.
   */
  take(amount: number, now = this.#clock.now()): number {
    const refilled = this.#level + ((now - this.#at) / 1000) * this.#perSecond;
    this.#level = Math.min(this.#capacity, refilled) - amount;
    this.#at = now;
    return this.#level >= 0 ? 0 : (-this.#level / this.#perSecond) * 1000;
  }
}
