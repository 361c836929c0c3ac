/** Time as the log sees it: milliseconds that only grow, with an arbitrary origin. */
export interface Clock {
  now(): number;
}

/** The platform's monotonic clock; browsers, workers and Node share it. */
export const systemClock: Clock = { now: () => performance.now() };

/** The same for all threads of a page, whose own clocks begin with each thread. */
export const sharedClock: Clock = { now: () => performance.timeOrigin + performance.now() };
