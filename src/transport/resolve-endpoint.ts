import { AgentError } from '../spec/agent-error.js';
import type { Ticket, Transport } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { Socket, SocketEvents } from '../spec/socket.js';
import type { ConnectionEvent } from '../spec/voice-event.js';
import { BLOCKED_BY_POLICY, createPolicyError, type Dial } from './dial.js';
import { requestRefusal, requestTicket, type RelayAddress } from './relay-requests.js';

/** Bytes of one message that a relay takes (PROTOCOL.md). Images have to be scaled down to fit. */
const MAX_RELAYED_BYTES = 256 * 1024;

export type ConnectionClosed = ConnectionEvent & { readonly type: 'connection-closed' };

/** Where a socket leads, and how to open it. */
export interface Endpoint {
  /** `undefined` for a peer inside the page. */
  readonly ticket: Ticket | undefined;
  /** Whether close codes are the relay's; otherwise the codec explains them. */
  readonly isRelayed: boolean;
  /** The largest message that may be sent. */
  readonly maxMessageBytes: number | undefined;
  connect(events: SocketEvents, dial: Dial, signal: AbortSignal): Socket;
  /** Why the socket closed before it was open. */
  explainFailure(closed: ConnectionClosed, signal: AbortSignal): Promise<AgentError>;
}

/** Asks for a ticket where one is needed. Rejects with an `AgentError`, or with the abort reason when `signal` aborts. */
export async function resolveEndpoint(
  transport: Transport,
  relay: RelayAddress,
  config: SessionConfig,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Endpoint> {
  switch (transport.kind) {
    case 'relayed': {
      const ticket = await requestTicket(transport.ticket, relay, config, timeoutMs, signal);
      return {
        ...atTicket(ticket, true, MAX_RELAYED_BYTES),
        explainFailure: async ({ closeCode }, asking) =>
          closeCode === BLOCKED_BY_POLICY ? createPolicyError(ticket.url) : requestRefusal(ticket.url, asking),
      };
    }
    case 'direct': {
      const ticket = await requestTicket(transport.ticket, relay, config, timeoutMs, signal);
      return {
        ...atTicket(ticket, false, transport.maxMessageBytes),
        explainFailure: async (closed) =>
          closed.closeCode === BLOCKED_BY_POLICY
            ? createPolicyError(ticket.url)
            : createFailure(closed, 'The service closed the connection before it was open'),
      };
    }
    case 'page':
      return {
        ticket: undefined,
        isRelayed: false,
        maxMessageBytes: undefined,
        connect: (events, _dial, life) => transport.connect(config, events, life),
        explainFailure: async (closed) => createFailure(closed, 'The provider in this page closed the connection'),
      };
    case 'webrtc':
      throw new AgentError('unsupported', 'Connections over WebRTC are not supported yet.');
    default:
      return transport satisfies never;
  }
}

function atTicket(ticket: Ticket, isRelayed: boolean, maxMessageBytes: number | undefined): Omit<Endpoint, 'explainFailure'> {
  const { url, protocols = [] } = ticket;
  return { ticket, isRelayed, maxMessageBytes, connect: (events, dial) => dial(url, protocols, events) };
}

function createFailure({ closeCode, error }: ConnectionClosed, what: string): AgentError {
  return new AgentError(error ?? 'upstream-unavailable', `${what}, with code ${closeCode}.`);
}
