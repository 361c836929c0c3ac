import type { IncomingMessage } from 'node:http';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import { admitSubject } from './admit-subject.js';
import type { RelayParts } from '../relay-parts.js';
import { Refusal } from '../refusal.js';
import { checkOrigin, checkQuery } from './request-checks.js';
import { createTicketId, publicIdOf } from '../state/tickets/ticket-id.js';
import type { Grant } from '../state/tickets/tickets.js';
import { dialectOf, type Dialect } from '../protocols/openai/dialect.js';

export interface Admission {
  readonly publicId: string;
  readonly grant: Grant;
  readonly dialect: Dialect;
  /** Keeps the reason for a client that cannot see it. */
  readonly onRefused: (code: AgentErrorCode) => Promise<void>;
}

const SOCKET_PATH = /^\/openai\/realtime(?:\/([\w-]{1,64}))?$/;
/** Wrong tickets a minute after which an address is not believed any more. */
const MAX_FAILED_TICKETS = 30;

/**
 * Decides whether an upgrade may go on: with a ticket, which is used up by being looked at, or with a token of its own.
 *
 * @throws Refusal
 */
export async function admit(request: IncomingMessage, parts: RelayParts): Promise<Admission> {
  const { prefix, mayUse, sessions } = parts;
  const url = urlOf(request);
  const path = url?.pathname.startsWith(prefix) === true ? SOCKET_PATH.exec(url.pathname.slice(prefix.length)) : null;
  if (url === undefined || path === null) throw new Refusal('relay-malformed', 'This relay has no such socket.');
  checkHandshake(request);
  checkQuery(url.searchParams);
  checkOrigin(mayUse, request);
  sessions.checkOpen();

  const [, ticket] = path;
  const dialect = dialectOf(request);
  if (ticket !== undefined) return { ...(await admitTicket(ticket, request, parts)), dialect };
  // Models of the beta are gone, and its clients name one whether they mean it or not.
  const model = dialect === 'beta' ? undefined : (url.searchParams.get('model') ?? undefined);
  return { ...(await admitToken(model, request, parts)), dialect };
}

async function admitTicket(
  id: string,
  request: IncomingMessage,
  { state, addressOf, alerts }: RelayParts,
): Promise<Omit<Admission, 'dialect'>> {
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

async function admitToken(
  model: string | undefined,
  request: IncomingMessage,
  parts: RelayParts,
): Promise<Omit<Admission, 'dialect'>> {
  const subject = await admitSubject(request, parts);
  const grant = { subject, origin: request.headers.origin, ...parts.upstream.choose({ model }) };
  return { publicId: publicIdOf(createTicketId()), grant, onRefused: () => Promise.resolve() };
}

/** What was asked for as it stands: `//host/path` and whole addresses are no paths of this relay. */
function urlOf({ url = '' }: IncomingMessage): URL | undefined {
  const address = `ws://relay${url}`;
  return url.startsWith('/') && URL.canParse(address) ? new URL(address) : undefined;
}

const TOKENS = /^[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/;

/** What ws would refuse too, but only after an upstream was dialled for nothing. */
function checkHandshake({ method, headers }: IncomingMessage): void {
  const key = headers['sec-websocket-key'];
  const protocols = headers['sec-websocket-protocol'];
  const sound = method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && headers['sec-websocket-version'] === '13';
  const offers = protocols === undefined || (TOKENS.test(protocols) && areDistinct(protocols.split(/[ \t]*,[ \t]*/)));
  if (!sound || !offers || key === undefined || !/^[+/0-9A-Za-z]{22}==$/.test(key)) {
    throw new Refusal('policy-violation', 'This is no WebSocket handshake of version 13.');
  }
}

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
