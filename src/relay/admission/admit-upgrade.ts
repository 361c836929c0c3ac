import type { IncomingMessage } from 'node:http';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { Service, RelayedService, ServiceDefinition } from '../protocols/service.js';
import { Refusal } from '../refusal.js';
import type { Sessions } from '../session/sessions.js';
import type { SharedState } from '../state/shared-state.js';
import { createTicketId, publicIdOf } from '../state/tickets/ticket-id.js';
import type { Grant } from '../state/tickets/tickets.js';
import { admitSubject, type SubjectParts } from './admit-subject.js';
import { checkOrigin, checkQuery, type OriginParts } from './request-checks.js';

export interface UpgradeAdmissionParts extends SubjectParts, OriginParts {
  readonly prefix: string;
  readonly sessions: Pick<Sessions, 'checkOpen'>;
  readonly state: Pick<SharedState, 'rates' | 'tickets'>;
  readonly definitions: readonly ServiceDefinition[];
  readonly services: ReadonlyMap<string, Service>;
}

export interface Admission {
  readonly publicId: string;
  readonly grant: Grant;
  readonly service: RelayedService;
  /** Stores the reason for a client that cannot read it from the response. */
  readonly onRefused: (code: AgentErrorCode) => Promise<void>;
}

/** Wrong tickets a minute after which an address has to wait. */
const MAX_FAILED_TICKETS = 30;

/**
 * Admits an upgrade with a ticket, which is used up by the attempt, or with a token.
 *
 * @throws Refusal
 */
export async function admitUpgrade(request: IncomingMessage, parts: UpgradeAdmissionParts): Promise<Admission> {
  const target = findTarget(request, parts);
  checkHandshake(request);
  checkQuery(target.query);
  checkOrigin(parts, request);
  parts.sessions.checkOpen();
  return target.ticket === undefined ? admitToken(target, request, parts) : admitTicket(target, target.ticket, request, parts);
}

interface Target {
  readonly id: string;
  readonly service: RelayedService | undefined;
  readonly ticket: string | undefined;
  readonly query: URLSearchParams;
}

function findTarget(request: IncomingMessage, { prefix, definitions, services }: UpgradeAdmissionParts): Target {
  const url = urlOf(request);
  const path = url?.pathname.startsWith(prefix) === true ? url.pathname.slice(prefix.length) : undefined;
  const definition = definitions.find(
    (candidate) => candidate.kind === 'relayed' && (path === candidate.path || path?.startsWith(`${candidate.path}/`)),
  );
  const rest = path?.slice(definition?.path.length ?? 0) ?? '';
  if (url === undefined || definition === undefined || !/^(?:\/[\w-]{1,64})?$/.test(rest))
    throw new Refusal('relay-malformed', 'This relay has no such socket.');
  const service = services.get(definition.id);
  return {
    id: definition.id,
    service: service?.kind === 'relayed' ? service : undefined,
    ticket: rest === '' ? undefined : rest.slice(1),
    query: url.searchParams,
  };
}

async function admitTicket(
  { id, service }: Target,
  ticket: string,
  request: IncomingMessage,
  { state, addressOf, alerts }: UpgradeAdmissionParts,
): Promise<Admission> {
  const grant = await state.tickets.redeem(ticket);
  if (grant === undefined || grant.provider !== id || service === undefined) {
    const waitSeconds = await state.rates.take('failed-ticket', addressOf(request), MAX_FAILED_TICKETS);
    if (waitSeconds === null) throw new Refusal('session-unknown', 'This ticket is unknown, used or expired.');
    alerts.raise('tickets-guessed', {});
    throw new Refusal('rate-limited', 'Too many wrong tickets.', { retryAfterSeconds: waitSeconds });
  }
  if (grant.origin !== request.headers.origin) throw new Refusal('origin-refused', 'This ticket was issued to another page.');
  return { publicId: publicIdOf(ticket), grant, service, onRefused: (code) => state.tickets.noteRefusal(ticket, code) };
}

async function admitToken(
  { id, service, query }: Target,
  request: IncomingMessage,
  parts: UpgradeAdmissionParts,
): Promise<Admission> {
  const subject = await admitSubject(request, parts);
  if (service === undefined) throw notOffered(id);
  const model = service.protocol.requestedModel(request, query);
  const grant = { subject, origin: request.headers.origin, provider: id, ...service.choose({ model }) };
  return { publicId: publicIdOf(createTicketId()), grant, service, onRefused: () => Promise.resolve() };
}

export function notOffered(id: string): Refusal {
  return new Refusal('provider-unavailable', `This relay does not offer ${id}; see GET /voice/providers.`);
}

/** The request target as it was sent: `//host/path` and absolute addresses are no paths of this relay. */
function urlOf({ url = '' }: IncomingMessage): URL | undefined {
  const address = `ws://relay${url}`;
  return url.startsWith('/') && URL.canParse(address) ? new URL(address) : undefined;
}

const TOKENS = /^[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/;

/** Checks what `ws` would check too, but only after a service was dialled for nothing. */
function checkHandshake({ method, httpVersion, headers }: IncomingMessage): void {
  const key = headers['sec-websocket-key'];
  const protocols = headers['sec-websocket-protocol'];
  const isUpgrade = method === 'GET' && httpVersion === '1.1' && headers.upgrade?.toLowerCase() === 'websocket';
  const isValidOffer = protocols === undefined || (TOKENS.test(protocols) && areDistinct(protocols.split(/[ \t]*,[ \t]*/)));
  const isValidKey = key !== undefined && /^[+/0-9A-Za-z]{22}==$/.test(key);
  if (headers['sec-websocket-version'] !== '13') {
    // RFC 6455, section 4.2.2: the client can try again with this version.
    throw new Refusal('policy-violation', 'This relay supports version 13 of the WebSocket protocol.', {
      headers: { 'Sec-WebSocket-Version': '13' },
    });
  }
  if (!isUpgrade || !isValidOffer || !isValidKey)
    throw new Refusal('policy-violation', 'This is not a valid WebSocket handshake.');
}

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
