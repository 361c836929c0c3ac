import type { IncomingMessage } from 'node:http';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { RelayParts } from '../relay-parts.js';
import { Refusal } from '../refusal.js';
import { publicIdOf } from '../state/tickets/ticket-id.js';
import type { Grant } from '../state/tickets/tickets.js';
import { checkOrigin, checkQuery } from '../request-checks.js';

export interface Admission {
  readonly publicId: string;
  readonly grant: Grant;
  /** Keeps the reason for a client that cannot see it. */
  readonly onRefused: (code: AgentErrorCode) => Promise<void>;
}

const TICKET_PATH = /^\/openai\/realtime\/([\w-]{1,64})$/;
/** Wrong tickets a minute after which an address is not believed any more. */
const MAX_FAILED_TICKETS = 30;

/**
 * Decides whether an upgrade may go on; a ticket that was looked at is used up.
 *
 * @throws Refusal
 */
export async function admit(
  request: IncomingMessage,
  { prefix, mayUse, sessions, state, addressOf, alerts }: RelayParts,
): Promise<Admission> {
  const url = new URL(request.url ?? '', 'ws://relay');
  const id = url.pathname.startsWith(prefix) ? TICKET_PATH.exec(url.pathname.slice(prefix.length))?.[1] : undefined;
  if (id === undefined) throw new Refusal('relay-malformed', 'This relay has no such socket.');
  checkHandshake(request);
  checkQuery(url.searchParams);
  checkOrigin(mayUse, request);
  sessions.checkOpen();

  const grant = await state.tickets.redeem(id);
  if (grant === undefined) {
    const waitSeconds = await state.rates.take('failed-ticket', addressOf(request), MAX_FAILED_TICKETS);
    if (waitSeconds === null) throw new Refusal('session-unknown', 'This ticket is unknown, used or too old.');
    alerts.raise('tickets-guessed', {});
    throw new Refusal('rate-limited', 'Too many wrong tickets.', { retryAfterSeconds: waitSeconds });
  }
  if (grant.origin !== request.headers.origin) throw new Refusal('origin-refused', 'This ticket was made out to another page.');
  return { publicId: publicIdOf(id), grant, onRefused: (code) => state.tickets.noteRefusal(id, code) };
}

/** What ws would refuse too, but only after an upstream was dialled for nothing. */
function checkHandshake({ method, headers }: IncomingMessage): void {
  const key = headers['sec-websocket-key'];
  const sound = method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && headers['sec-websocket-version'] === '13';
  if (!sound || key === undefined || !/^[+/0-9A-Za-z]{22}==$/.test(key)) {
    throw new Refusal('policy-violation', 'This is no WebSocket handshake of version 13.');
  }
}
