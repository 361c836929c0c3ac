import { keyOf, type RedisLink } from './redis-link.js';
import { LEASE_TTL_MS, type Lease, type LeaseLimits, type Leases } from './shared-state.js';

/**
 * Counting and taking are one step, on the clock of Redis: neither a second relay nor a clock that is wrong can come
 * between. KEYS: the subject's leases, all leases. ARGV: id, time to live in ms, limits (0 for none).
 */
const TAKE = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  for index = 1, 2 do
    redis.call('ZREMRANGEBYSCORE', KEYS[index], '-inf', now)
    local limit = tonumber(ARGV[2 + index])
    if limit > 0 and redis.call('ZCARD', KEYS[index]) >= limit then return index end
  end
  for index = 1, 2 do
    redis.call('ZADD', KEYS[index], now + ARGV[2], ARGV[1])
    redis.call('PEXPIRE', KEYS[index], ARGV[2])
  end
  return 0
`;

const OUTCOMES = ['taken', 'subject-full', 'relay-full'] as const;
const ALL = 'all';

export function createRedisLeases({ ask }: RedisLink): Leases {
  const keysOf = ({ subject }: Lease): [string, string] => [keyOf('leases', subject), keyOf('leases', ALL)];
  const take = async (lease: Lease, { perSubject, total }: LeaseLimits): Promise<(typeof OUTCOMES)[number]> => {
    const outcome = await ask((redis) => redis.eval(TAKE, 2, ...keysOf(lease), lease.id, LEASE_TTL_MS, perSubject, total));
    return OUTCOMES[Number(outcome)] ?? 'relay-full';
  };

  return {
    take,
    async renew(lease) {
      await take(lease, { perSubject: 0, total: 0 });
    },
    async release(lease) {
      const [own, all] = keysOf(lease);
      await ask((redis) => redis.multi().zrem(own, lease.id).zrem(all, lease.id).exec());
    },
  };
}
