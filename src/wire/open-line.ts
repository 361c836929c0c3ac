import { abortable } from '../lib/abortable.js';
import { createChild } from '../lib/child-signal.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createDeferred } from '../lib/deferred.js';
import { after } from '../lib/timer.js';
import { AgentError } from '../spec/agent-error.js';
import { errorOfCloseCode } from '../spec/close-code.js';
import type { Line, LineRequest } from '../spec/line.js';
import type { Provider, Transport } from '../spec/provider.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { Socket, SocketEvents } from '../spec/socket.js';
import { askRefusal } from './ask-refusal.js';
import { dialWebSocket, type Dial } from './dial.js';
import { createFarEnd } from './far-end.js';
import type { RelayAddress } from './relay-address.js';
import { requestTicket } from './request-ticket.js';
import { createSocketLine } from './socket-line.js';
import { createNearEnd } from './sound-end.js';

export interface OpenLineOptions {
  readonly dial?: Dial;
  readonly clock?: Clock;
  /** A Worker for the socket and the sound, until the line ends it; without one they stay on this thread. */
  startWorker?(signal: AbortSignal): Promise<Worker | undefined>;
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
  const { transport, input } = provider;
  const { timeoutMs = OPEN_TIMEOUT_MS, clock = systemClock } = options;
  const life = createChild(signal);
  const opening = createChild(life.signal);
  const opened = createDeferred<void>();
  let isOpen = false;
  const open = (): void => {
    isOpen = true;
    opened.resolve();
  };
  try {
    const codec = transport.createCodec();
    const [way, far] = await Promise.all([
      findWay(transport, relay, request.config, timeoutMs, life.signal),
      openFarEnd(provider, request, options, life.signal),
    ]);
    const end = far ?? createNearEnd(codec, input, request, clock, life.signal);
    const { ears, attach } = createSocketLine(codec, end, open, life.signal);
    const events: SocketEvents = {
      ...ears,
      closed(closeCode, reason) {
        ears.closed(closeCode, reason);
        if (!isOpen) void way.whyClosed(closeCode, opening.signal).then(opened.reject);
      },
    };
    const tooLate = new AgentError('relay-timeout', `The relay’s socket did not open within ${timeoutMs / 1000} s.`);
    after(timeoutMs, () => opened.reject(tooLate), opening.signal);
    const line = attach(way.connect(events, far?.dial ?? options.dial ?? dialWebSocket, life.signal));
    await abortable(opened.promise, life.signal);
    return line;
  } catch (thrown) {
    life.abort();
    throw thrown;
  } finally {
    opening.abort();
  }
}

/** Where the provider's frames are described, sound is asked for and a Worker may run. */
async function openFarEnd(
  { transport, input }: Provider,
  request: LineRequest,
  { startWorker }: OpenLineOptions,
  signal: AbortSignal,
): Promise<ReturnType<typeof createFarEnd> | undefined> {
  if (transport.kind !== 'relay' || transport.sound === undefined || request.speaker === undefined) return undefined;
  const worker = await startWorker?.(signal);
  return worker && createFarEnd(worker, transport.sound, input, request, signal);
}

/** How to reach the provider, once it is known where it is. */
interface Way {
  connect(events: SocketEvents, dial: Dial, life: AbortSignal): Socket;
  /** Of a socket that closed before it was open. */
  whyClosed(closeCode: number, signal: AbortSignal): Promise<AgentError>;
}

async function findWay(
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
  return { connect: (events, dial) => dial(url, protocols, events), whyClosed: (_closeCode, asking) => askRefusal(url, asking) };
}
