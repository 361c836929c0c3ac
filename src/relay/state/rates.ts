import { createHash } from 'node:crypto';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { RatedAction, Rates } from './shared-state.js';

const MINUTE_SECONDS = 60;

/** Makes one limiter for each action and number, over whatever store `createLimiter` knows. */
export function createRates(
  createLimiter: (options: { keyPrefix: string; points: number; duration: number }) => RateLimiterAbstract,
): Rates {
  const limiters = new Map<string, RateLimiterAbstract>();

  const limiterOf = (what: RatedAction, points: number, duration: number): RateLimiterAbstract => {
    const keyPrefix = `rate:${what}:${points}:${duration}`;
    const limiter = limiters.get(keyPrefix) ?? createLimiter({ keyPrefix, points, duration });
    limiters.set(keyPrefix, limiter);
    return limiter;
  };

  return {
    async take(what, who, limit, periodSeconds = MINUTE_SECONDS) {
      if (limit === 0) return null;
      try {
        await limiterOf(what, limit, periodSeconds).consume(nameless(who));
        return null;
      } catch (thrown) {
        if (thrown instanceof RateLimiterRes) return Math.max(1, Math.ceil(thrown.msBeforeNext / 1000));
        throw thrown;
      }
    },
  };
}

/** What is counted under: as long for everybody, and nobody's name or address stands in the store. */
function nameless(who: string): string {
  return createHash('sha256').update(who).digest('base64url');
}
