import { AgentError } from '../spec/agent-error.js';
import { errorOfCloseCode } from '../spec/close-code.js';
import type { Transport } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { Socket, SocketEvents } from '../spec/socket.js';
import { askRefusal } from './ask-refusal.js';
import { NOT_HERE, type Dial } from './dial.js';
import type { RelayAddress } from './relay-address.js';
import { requestTicket } from './request-ticket.js';
import { blockedAt } from './watch-policy.js';

/** How to reach the provider, once it is known where it is. */
export interface Way {
  connect(events: SocketEvents, dial: Dial, life: AbortSignal): Socket;
  /** Of a socket that closed before it was open. */
  whyClosed(closeCode: number, signal: AbortSignal): Promise<AgentError>;
}

export async function findWay(
  transport: Transport,
  relay: RelayAddress,
  config: SessionConfig,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Way> {
  if (transport.kind === 'page') {
    return {
      connect: (events, _dial, life) => transport.dial(config, events, life),
      whyClosed: async (closeCode) =>
        new AgentError(errorOfCloseCode(closeCode) ?? 'connection-lost', `The provider in this page closed with ${closeCode}.`),
    };
  }
  const { url, protocols = [] } = await requestTicket(transport.ticket, relay, config, timeoutMs, signal);
  return {
    connect: (events, dial) => dial(url, protocols, events),
    whyClosed: async (closeCode, asking) => (closeCode === NOT_HERE ? blockedAt(url) : askRefusal(url, asking)),
  };
}
