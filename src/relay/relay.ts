import { setMaxListeners } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { own } from '../lib/own.js';
import { assemble } from './assemble.js';
import type { Authenticate } from './auth/authenticate.js';
import type { Settings } from './config/settings.js';
import { createApp } from './http/app.js';
import type { DemoFolders } from './http/demo.js';
import { createUpgrade, type UpgradeListener } from './upgrade/upgrade.js';
import type { LocalProgress } from './upstream/load-local.js';
import type { UsageSink } from './usage/usage-record.js';

export interface RelayOptions {
  /** From `readSettings`. */
  readonly settings: Settings;
  /** Decides who comes in; without it, signed tokens do where `RELAY_AUTH_SECRET` or `RELAY_AUTH_JWKS_URL` is set. */
  readonly authenticate?: Authenticate;
  /** Gets one record for each conversation. Without it, `RELAY_USAGE_FILE` or the log does. */
  readonly usageSink?: UsageSink;
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

/**
 * The relay between pages and voice services. It ends at once when `signal` aborts.
 *
 * @throws AgentError `invalid-configuration`
 */
export async function createRelay(options: RelayOptions, signal: AbortSignal): Promise<Relay> {
  // Every conversation listens to it.
  setMaxListeners(0, signal);
  const parts = await assemble(options, signal);
  const { settings, sessions, upstream } = parts;

  const answer = getRequestListener(createApp(parts).fetch, { overrideGlobalObjects: false });
  const handleRequest: RequestListener = (request, response) => void answer(request, response);
  const handleUpgrade = createUpgrade(parts, signal);

  return {
    handleRequest,
    handleUpgrade,
    ready: upstream.loaded,
    listen: () => listen(settings, handleRequest, handleUpgrade, signal),
    drain: (graceMs = settings.RELAY_DRAIN_MS) => sessions.drain(graceMs),
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
  settings: Settings,
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
    server.listen(settings.PORT, settings.HOST, () => {
      const { address, family, port } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
    });
  });
}
