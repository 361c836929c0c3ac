import type { Clock } from '../../../lib/clock.js';
import type { AgentErrorCode } from '../../../spec/agent-error.js';
import { Refusal } from '../../refusal.js';
import { createTicketId, hashTicketId } from './ticket-id.js';
import { TICKET_TTL_MS, type Grant, type Tickets } from './tickets.js';

/** As many as can be outstanding at once; about 30 MB. */
const MAX_TICKETS = 100_000;

interface Kept<T> {
  readonly value: T;
  readonly expiresAt: number;
}

/** Tickets of one process. */
export function createMemoryTickets(clock: Clock, maxTickets = MAX_TICKETS): Tickets {
  const grants = new Map<string, Kept<Grant>>();
  const refusals = new Map<string, Kept<AgentErrorCode>>();

  const keep = <T>(map: Map<string, Kept<T>>, key: string, value: T): void => {
    forgetExpired(map, clock.now());
    map.set(key, { value, expiresAt: clock.now() + TICKET_TTL_MS });
  };
  const read = <T>(map: Map<string, Kept<T>>, key: string): T | undefined => {
    const kept = map.get(key);
    return kept !== undefined && kept.expiresAt > clock.now() ? kept.value : undefined;
  };

  return {
    async mint(grant) {
      const id = createTicketId();
      keep(grants, hashTicketId(id), grant);
      if (grants.size > maxTickets) {
        grants.delete(hashTicketId(id));
        throw new Refusal('rate-limited', 'Too many tickets are waiting to be used.', {
          retryAfterSeconds: TICKET_TTL_MS / 1000,
        });
      }
      return id;
    },
    async redeem(id) {
      const key = hashTicketId(id);
      const grant = read(grants, key);
      grants.delete(key);
      return grant;
    },
    async noteRefusal(id, code) {
      if (refusals.size < maxTickets) keep(refusals, hashTicketId(id), code);
    },
    async refusalOf(id) {
      return read(refusals, hashTicketId(id));
    },
  };
}

/** Insertion order is expiry order, so only the front has to be looked at. */
function forgetExpired(map: Map<string, Kept<unknown>>, now: number): void {
  for (const [key, kept] of map) {
    if (kept.expiresAt > now) return;
    map.delete(key);
  }
}
