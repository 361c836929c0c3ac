import { z } from 'zod';
import { keyOf, type RedisLink } from './redis-link.js';
import type { Spending } from './shared-state.js';

/**
 * The day is that of the clock of Redis, so that all relays turn the page together. Whoever only asks leaves nothing behind.
 * ARGV: seconds, tokens, dollars.
 */
const ADD = `
  local asks = ARGV[1] + ARGV[2] + ARGV[3] == 0
  if asks and redis.call('EXISTS', KEYS[1]) == 0 then return {'0', '0', '0'} end
  local day = math.floor(redis.call('TIME')[1] / 86400)
  if tonumber(redis.call('HGET', KEYS[1], 'day') or -1) ~= day then
    redis.call('DEL', KEYS[1])
    redis.call('HSET', KEYS[1], 'day', day)
    redis.call('EXPIRE', KEYS[1], 172800)
  end
  local spent = {}
  for index, field in ipairs({'seconds', 'tokens', 'usd'}) do
    spent[index] = redis.call('HINCRBYFLOAT', KEYS[1], field, ARGV[index])
  end
  return spent
`;

const answered = z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number()]);

export function createRedisSpending({ ask }: RedisLink): Spending {
  return {
    async add(subject, amount) {
      const answer = await ask((redis) =>
        redis.eval(ADD, 1, keyOf('spending', subject), amount.seconds, amount.tokens, amount.usd),
      );
      const [seconds, tokens, usd] = answered.parse(answer);
      return { seconds, tokens, usd };
    },
  };
}
