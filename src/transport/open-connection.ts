import { abortable } from '../lib/abortable.js';
import { createAsyncQueue } from '../lib/async-queue.js';
import { createChild } from '../lib/child-signal.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createDeferred } from '../lib/deferred.js';
import { after } from '../lib/timer.js';
import { AgentError } from '../spec/agent-error.js';
import type { Connection, ConnectionReport, ConnectionRequest } from '../spec/connection.js';
import type { Provider } from '../spec/provider.js';
import type { BargeInMode } from '../spec/session-config.js';
import type { TakeWorker } from '../spec/take-worker.js';
import { BLOCKED_BY_POLICY, dialWebSocket, type Dial } from './dial.js';
import type { RelayAddress } from './relay-requests.js';
import { resolveEndpoint, type Endpoint } from './resolve-endpoint.js';
import { createSocketConnection, type ConnectionControls } from './socket-connection.js';
import type { AudioPorts } from './transport.worker.messages.js';
import { createWorkerConnection } from './worker-connection.js';

export interface OpenConnectionOptions {
  readonly dial?: Dial;
  readonly clock?: Clock;
  /**
   * Where it resolves to a Worker, the connection's socket, codec and audio stay off this thread as far as the policies of both
   * allow. For providers that are built in or have a `codecUrl`; others need this thread.
   */
  readonly takeWorker?: TakeWorker | undefined;
  /** For the ticket and for the socket, each. */
  readonly timeoutMs?: number;
}

/** Twice what a relay may take to reach its provider. */
export const OPEN_TIMEOUT_MS = 15_000;

/** Begins a connection; what happens to it goes to `emit`. */
type Connect = (emit: (reports: readonly ConnectionReport[]) => void, signal: AbortSignal) => ConnectionControls;

/**
 * Opens a connection to a provider. Rejects with an `AgentError`, or with the abort reason when `signal` aborts; what was half
 * open is closed either way.
 */
export async function openConnection(
  provider: Provider,
  relay: RelayAddress,
  request: ConnectionRequest,
  signal: AbortSignal,
  options: OpenConnectionOptions = {},
): Promise<Connection> {
  const { timeoutMs = OPEN_TIMEOUT_MS, clock = systemClock, dial = dialWebSocket } = options;
  const { config, microphone, tracks, speaker } = request;
  const bargeIn = bargeInOf(provider, request);
  const life = createChild(signal);
  try {
    const endpoint = await resolveEndpoint(provider.transport, relay, config, timeoutMs, life.signal);
    const { ticket, isRelayed, maxMessageBytes } = endpoint;
    let ports: AudioPorts = { ...(microphone && { microphone }), ...(tracks && { tracks }), ...(speaker && { speaker }) };

    const worker = ticket && speaker && (await options.takeWorker?.());
    if (worker) {
      const { url, protocols = [] } = ticket;
      const { id: providerId, codecUrl } = provider;
      const shared = { config, bargeIn, url, protocols, providerId, isRelayed, maxMessageBytes, ports };
      const workerRequest = { ...shared, codecUrl: codecUrl && new URL(codecUrl, location.href).href };
      const connect: Connect = (emit, ending) =>
        createWorkerConnection(worker, workerRequest, emit, (returned) => (ports = returned), ending);
      const connection = await waitUntilOpen(endpoint, connect, timeoutMs, life.signal);
      if (connection) return connection;
    }

    const codec = provider.createCodec(config);
    const connect: Connect = (emit, ending) =>
      createSocketConnection(
        {
          ...ports,
          codec,
          connect: (events) => endpoint.connect(events, dial, ending),
          bargeIn,
          isRelayed,
          maxMessageBytes,
          clock,
          emit,
        },
        ending,
      );
    const connection = await waitUntilOpen(endpoint, connect, timeoutMs, life.signal);
    if (connection) return connection;
    const closed = { type: 'connection-closed', closeCode: BLOCKED_BY_POLICY, reason: '', error: 'connection-lost' } as const;
    throw await endpoint.explainFailure(closed, life.signal);
  } catch (thrown) {
    life.abort();
    throw thrown;
  }
}

/** To a service that knows no turns, speech is no interruption. */
function bargeInOf({ capabilities }: Provider, { bargeIn }: ConnectionRequest): BargeInMode {
  return capabilities.responses === 'continuous' && bargeIn === 'interrupt' ? 'off' : bargeIn;
}

/** `undefined` where a policy blocks the socket on that thread. */
async function waitUntilOpen(
  endpoint: Endpoint,
  connect: Connect,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Connection | undefined> {
  const life = createChild(signal);
  const opening = createChild(life.signal);
  const opened = createDeferred<boolean>();
  const events = createAsyncQueue<ConnectionReport>(life.signal);
  let isOpen = false;

  const emit = (reports: readonly ConnectionReport[]): void => {
    for (const report of reports) {
      const { event } = report;
      events.push(report);
      if (event.type === 'connection-open') {
        isOpen = true;
        opened.resolve(true);
      } else if (event.type === 'connection-closed') {
        events.end();
        if (event.closeCode === BLOCKED_BY_POLICY) opened.resolve(false);
        else if (!isOpen) void endpoint.explainFailure(event, opening.signal).then(opened.reject);
      }
    }
  };
  const tooLate = endpoint.isRelayed
    ? new AgentError('relay-timeout', `The relay’s socket did not open within ${timeoutMs / 1000} s.`)
    : new AgentError('upstream-timeout', `The service’s socket did not open within ${timeoutMs / 1000} s.`);
  after(timeoutMs, () => opened.reject(tooLate), opening.signal);
  try {
    const controls = connect(emit, life.signal);
    if (await abortable(opened.promise, life.signal)) return { ...controls, events };
    life.abort();
    return undefined;
  } finally {
    opening.abort();
  }
}
