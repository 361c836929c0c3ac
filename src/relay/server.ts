import { setMaxListeners } from 'node:events';
import type { HttpBindings } from '@hono/node-server';
import { createApp } from './http/app.js';
import { attachTo, createMiddleware, type HttpServer, type Middleware } from './mount.js';
import { listen } from './listen.js';
import { createUpgrade } from './admission/upgrade.js';
import { createRelayParts, type RelayOptions } from './relay-parts.js';

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
  /** Resolves when every service can answer; rejects when one could not be loaded. */
  readonly ready: Promise<unknown>;
  /** What an operator should know about the services that answer, one sentence each. */
  readonly notices: readonly string[];
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
  const parts = await createRelayParts(options, signal);
  const { prefix, settings, sessions } = parts;
  const relayed = [...parts.services.values()].filter((service) => service.kind === 'relayed');
  const app = createApp(parts);
  const middleware = createMiddleware(prefix, app.fetch);
  const handleUpgrade = createUpgrade(parts, signal);

  return {
    middleware,
    fetch: (request, bindings) => app.fetch(request, bindings),
    attach: (server) => attachTo(server, prefix, handleUpgrade, signal),
    ready: Promise.all(relayed.map(({ loaded }) => loaded)),
    notices: relayed.flatMap(({ notice }) => notice ?? []),
    listen: () => listen(settings, createMiddleware('', app.fetch), handleUpgrade, signal),
    drain: (graceMs = settings.RELAY_DRAIN_MS) => sessions.drain(graceMs),
  };
}
