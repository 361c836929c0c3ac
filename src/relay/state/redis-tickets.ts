import { z } from 'zod';
import { isAgentErrorCode } from '../../spec/agent-error.js';
import { parseJson } from '../parse-json.js';
import { keyOf, type RedisLink } from './redis-link.js';
import { createTicketId } from './tickets/ticket-id.js';
import { TICKET_TTL_MS, type Tickets } from './tickets/tickets.js';

const storedGrant = z
  .object({ subject: z.string(), origin: z.string().nullable(), provider: z.string(), model: z.string(), voice: z.string() })
  .transform(({ origin, ...grant }) => ({ ...grant, origin: origin ?? undefined }));

/** Tickets that any relay of a group can redeem, still only once. */
export function createRedisTickets({ ask }: RedisLink): Tickets {
  return {
    async mint(grant) {
      const id = createTicketId();
      const stored = JSON.stringify({ ...grant, origin: grant.origin ?? null });
      await ask((redis) => redis.set(keyOf('ticket', id), stored, 'PX', TICKET_TTL_MS));
      return id;
    },
    async redeem(id) {
      const stored = await ask((redis) => redis.getdel(keyOf('ticket', id)));
      return stored === null ? undefined : storedGrant.parse(parseJson(stored));
    },
    async noteRefusal(id, code) {
      await ask((redis) => redis.set(keyOf('refusal', id), code, 'PX', TICKET_TTL_MS));
    },
    async refusalOf(id) {
      const code = await ask((redis) => redis.get(keyOf('refusal', id)));
      return isAgentErrorCode(code) ? code : undefined;
    },
  };
}
