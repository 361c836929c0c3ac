import { setMaxListeners } from 'node:events';
import type { HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';
import { assemble } from './assemble.js';
import type { Authenticate } from './admission/authenticate.js';
import type { Settings } from './config/settings.js';
import { createApp } from './http/app.js';
import type { DemoFolders } from './http/demo.js';
import { attachTo, createMiddleware, type HttpServer, type Middleware } from './mount.js';
import { listen } from './listen.js';
import { createUpgrade } from './admission/upgrade.js';
import type { LocalProgress } from './protocols/openai/upstreams/load-local.js';
import type { UsageSink } from './usage/usage-record.js';

export interface RelayOptions {
  /** From `readSettings`. */
  readonly settings: Settings;
  /** Decides who comes in; without it, signed tokens do where `RELAY_AUTH_SECRET` or `RELAY_AUTH_JWKS_URL` is set. */
  readonly authenticate?: Authenticate;
  /** Gets one record for each conversation. Without it, `RELAY_USAGE_FILE` or the log does. */
  readonly usageSink?: UsageSink;
  readonly log?: Logger;
  /** The path under which the relay lives in a server of your own, for instance `/voice-agent`. */
  readonly prefix?: string;
  /** Serves the demo page at `/`. */
  readonly demo?: DemoFolders;
  /** What the agent inside the relay says while it loads; it is loaded where no key is set. */
  readonly onLocalProgress?: LocalProgress;
}

export interface Relay {
  /**
   * Answers requests under `prefix` and hands all others to `next`: for Express (`app.use(relay.middleware)`), Connect, or
   * the request listener of an HTTP server.
   */
  readonly middleware: Middleware;
  /** Answers a request of Hono on Node: `app.all('/voice-agent/*', (c) => relay.fetch(c.req.raw, c.env))`. */
  fetch(request: Request, bindings: HttpBindings): Response | Promise<Response>;
  /** Takes the WebSocket upgrades under `prefix` of an HTTP server of your own, and leaves it all others. */
  attach(server: HttpServer): void;
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
  const { prefix, settings, sessions, upstream } = parts;
  const app = createApp(parts);
  const middleware = createMiddleware(prefix, app.fetch);
  const handleUpgrade = createUpgrade(parts, signal);

  return {
    middleware,
    fetch: (request, bindings) => app.fetch(request, bindings),
    attach: (server) => attachTo(server, prefix, handleUpgrade, signal),
    ready: upstream.loaded,
    listen: () => listen(settings, createMiddleware('', app.fetch), handleUpgrade, signal),
    drain: (graceMs = settings.RELAY_DRAIN_MS) => sessions.drain(graceMs),
  };
}
