import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { createRates } from './rates.js';
import { createRedisLeases } from './redis-leases.js';
import { openRedisLink, type RedisAddress } from './redis-link.js';
import { createRedisSpending } from './redis-spending.js';
import { createRedisTickets } from './redis-tickets.js';
import type { SharedState } from './shared-state.js';

/**
 * State that any number of relays share. While Redis is away, tickets, leases and allowances refuse (fail closed) and
 * rates are counted by each relay alone.
 */
export async function openRedisState(address: RedisAddress, log: Logger, signal: AbortSignal): Promise<SharedState> {
  const link = await openRedisLink(address, log, signal);
  const own = createRates((options) => new RateLimiterMemory(options));
  const shared = createRates(
    (options) => new RateLimiterRedis({ ...options, storeClient: link.redis, keyPrefix: `voice-agent:${options.keyPrefix}` }),
  );
  return {
    get ready() {
      return link.ready;
    },
    tickets: createRedisTickets(link),
    leases: createRedisLeases(link),
    spending: createRedisSpending(link),
    rates: { take: (...what) => link.ask(() => shared.take(...what)).catch(() => own.take(...what)) },
  };
}
