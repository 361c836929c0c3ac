import { abortable } from '../lib/abortable.js';
import { createChild } from '../lib/child-signal.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createDeferred } from '../lib/deferred.js';
import { after } from '../lib/timer.js';
import { AgentError, type AgentErrorCode } from '../spec/agent-error.js';
import { errorOfCloseCode } from '../spec/close-code.js';
import type { Line, LineRequest } from '../spec/line.js';
import type { Provider, Transport } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { Socket, SocketEvents } from '../spec/socket.js';
import { dialWebSocket, type Dial } from './dial.js';
import type { RelayAddress } from './relay-address.js';
import { requestTicket } from './request-ticket.js';
import { createSocketLine } from './socket-line.js';

export interface OpenLineOptions {
  readonly dial?: Dial;
  readonly clock?: Clock;
  /** For the ticket and for the socket, each. */
  readonly timeoutMs?: number;
}

/** Twice what a relay may take to reach its provider. */
export const OPEN_TIMEOUT_MS = 15_000;

/**
 * Opens a line to a provider, over the relay or inside the page as the provider says. Rejects with an `AgentError`, or with
 * the abort reason when `signal` aborts; what was half open is closed either way.
 */
export async function openLine(
  provider: Provider,
  relay: RelayAddress,
  request: LineRequest,
  signal: AbortSignal,
  options: OpenLineOptions = {},
): Promise<Line> {
  const { transport } = provider;
  const { timeoutMs = OPEN_TIMEOUT_MS, dial = dialWebSocket, clock = systemClock } = options;
  const join = await prepare(transport, relay, request.config, dial, timeoutMs, signal);
  const life = createChild(signal);
  const opening = createChild(life.signal);
  const opened = createDeferred<void>();
  const fail = (code: AgentErrorCode, message: string): void => opened.reject(new AgentError(code, message));
  try {
    const { ears, attach } = createSocketLine(
      transport.createCodec(),
      provider.input,
      request,
      clock,
      () => opened.resolve(),
      life.signal,
    );
    const events: SocketEvents = {
      ...ears,
      closed(closeCode, reason) {
        fail(errorBeforeOpen(closeCode), `The relay refused the connection (${closeCode}).`);
        ears.closed(closeCode, reason);
      },
    };
    const line = attach(join(events, life.signal));
    after(
      timeoutMs,
      () => fail('relay-timeout', `The relay’s socket did not open within ${timeoutMs / 1000} s.`),
      opening.signal,
    );
    await abortable(opened.promise, signal);
    return line;
  } catch (thrown) {
    life.abort();
    throw thrown;
  } finally {
    opening.abort();
  }
}

async function prepare(
  transport: Transport,
  relay: RelayAddress,
  config: SessionConfig,
  dial: Dial,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<(events: SocketEvents, life: AbortSignal) => Socket> {
  if (transport.kind === 'page') return (events, life) => transport.dial(config, events, life);
  const { url, protocols = [] } = await requestTicket(transport.ticket, relay, config, timeoutMs, signal);
  return (events) => dial(url, protocols, events);
}

/** Browsers hide why an upgrade was refused. The ticket was good a moment ago, so what failed lies behind the relay. */
function errorBeforeOpen(closeCode: number): AgentErrorCode {
  const code = errorOfCloseCode(closeCode);
  return code === null || code === 'connection-lost' ? 'upstream-unavailable' : code;
}
