import { setMaxListeners } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { pino, type Logger } from 'pino';
import { systemClock } from '../lib/clock.js';
import { own } from '../lib/own.js';
import type { Settings } from './config/settings.js';
import { createApp } from './http/app.js';
import type { DemoFolders } from './http/demo.js';
import { createOriginRule } from './origins.js';
import { loadProviders } from './providers.js';
import type { RelayParts } from './relay-parts.js';
import { createSessions } from './session/sessions.js';
import { createMemoryTickets } from './tickets/memory-tickets.js';
import { createUpgrade, type UpgradeListener } from './upgrade/upgrade.js';
import { chooseUpstream } from './upstream/choose-upstream.js';
import { loadLocal, type LocalProgress } from './upstream/load-local.js';

export interface RelayOptions {
  /** From {@link readSettings}. */
  readonly settings: Settings;
  readonly log?: Logger;
  /** Serves the demo page at `/`. */
  readonly demo?: DemoFolders;
  /** What the agent inside the relay says while it loads; it is loaded where no key is set. */
  readonly onLocalProgress?: LocalProgress;
}

export interface Relay {
  /** For an HTTP server of your own. */
  readonly handleRequest: RequestListener;
  /** For the `upgrade` event of an HTTP server of your own. */
  readonly handleUpgrade: UpgradeListener;
  /** Resolves when whoever answers is loaded; rejects when it could not be. */
  readonly ready: Promise<unknown>;
  /** Starts a server by itself and resolves to its address. */
  listen(): Promise<string>;
  /**
   * Takes no new conversations, lets those under way go on for `graceMs` (default `RELAY_DRAIN_MS`), then ends them with
   * close code 1012. Resolves when all are gone. Abort the signal afterwards.
   */
  drain(graceMs?: number): Promise<void>;
}

/** The relay between pages and voice services. It ends at once when `signal` aborts. */
export async function createRelay(
  { settings, log = pino({ level: settings.LOG_LEVEL }), demo, onLocalProgress }: RelayOptions,
  signal: AbortSignal,
): Promise<Relay> {
  // Every conversation listens to it.
  setMaxListeners(0, signal);
  const providers = await loadProviders();
  const parts: RelayParts = {
    settings,
    log,
    providers,
    upstream: chooseUpstream({ settings, providers, log, loadLocal: () => loadLocal(settings, onLocalProgress, signal) }),
    tickets: createMemoryTickets(systemClock),
    mayUse: createOriginRule(settings.RELAY_ALLOWED_ORIGINS),
    sessions: createSessions(),
    demo,
  };
  log.warn('anonymous: whoever reaches this relay may use it, without any proof of who they are');

  const answer = getRequestListener(createApp(parts).fetch, { overrideGlobalObjects: false });
  const onRequest: RequestListener = (request, response) => void answer(request, response);
  const handleUpgrade = createUpgrade(parts, signal);

  return {
    handleRequest: onRequest,
    handleUpgrade,
    ready: parts.upstream.loaded,
    listen: () => listen(settings, onRequest, handleUpgrade, signal),
    drain: (graceMs = settings.RELAY_DRAIN_MS) => parts.sessions.drain(graceMs),
  };
}

/** Short, because a page's request is short: whoever drips a handshake byte by byte is cut off. */
const SERVER_LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
};

function listen(
  { PORT, HOST }: Settings,
  handleRequest: RequestListener,
  handleUpgrade: UpgradeListener,
  signal: AbortSignal,
): Promise<string> {
  const server = createServer(SERVER_LIMITS, handleRequest);
  server.on('upgrade', handleUpgrade);
  own(signal, () => {
    server.close();
    server.closeAllConnections();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(PORT, HOST, () => {
      const { address, family, port } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
    });
  });
}
