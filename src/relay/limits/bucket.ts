import type { Clock } from '../../lib/clock.js';

export interface BucketOptions {
  /** What can be taken at once. */
  readonly capacity: number;
  /** What comes back, for ever. */
  readonly perSecond: number;
}

/**
 * A budget that refills steadily. It is a class because some are asked for every frame: numbers that change are kept in place
 * in an object, while a variable that a function closes over gets a new one each time.
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
   * Takes `amount`, into debt if need be, and tells how many milliseconds it takes to be out of debt: 0 where there is none.
   * `now` saves asking the clock again.
   */
  take(amount: number, now = this.#clock.now()): number {
    const refilled = this.#level + ((now - this.#at) / 1000) * this.#perSecond;
    this.#level = Math.min(this.#capacity, refilled) - amount;
    this.#at = now;
    return this.#level >= 0 ? 0 : (-this.#level / this.#perSecond) * 1000;
  }
}
