import type { IncomingMessage } from 'node:http';
import type { RelayParts } from '../relay-parts.js';
import { Refusal } from '../refusal.js';
import type { Grant } from '../tickets/tickets.js';
import { checkOrigin, checkQuery, visitorOf } from '../visitor.js';

export interface Admission {
  readonly id: string;
  readonly grant: Grant;
}

const TICKET_PATH = /^\/openai\/realtime\/([\w-]{1,64})$/;

/**
 * Decides whether an upgrade may go on; a ticket that was looked at is used up.
 *
 * @throws Refusal
 */
export async function admit(request: IncomingMessage, { mayUse, sessions, tickets }: RelayParts): Promise<Admission> {
  const url = new URL(request.url ?? '', 'ws://relay');
  const id = TICKET_PATH.exec(url.pathname)?.[1];
  if (id === undefined) throw new Refusal('relay-malformed', 'This relay has no such socket.');
  checkHandshake(request);
  checkQuery(url.searchParams);
  const visitor = visitorOf(request);
  checkOrigin(mayUse, visitor);
  sessions.checkOpen();

  const grant = await tickets.redeem(id);
  if (grant === undefined) throw new Refusal('session-unknown', 'This ticket is unknown, used or too old.');
  if (grant.origin !== visitor.origin) throw new Refusal('origin-refused', 'This ticket was made out to another page.');
  return { id, grant };
}

/** What ws would refuse too, but only after an upstream was dialled for nothing. */
function checkHandshake({ method, headers }: IncomingMessage): void {
  const key = headers['sec-websocket-key'];
  const sound = method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && headers['sec-websocket-version'] === '13';
  if (!sound || key === undefined || !/^[+/0-9A-Za-z]{22}==$/.test(key)) {
    throw new Refusal('policy-violation', 'This is no WebSocket handshake of version 13.');
  }
}
