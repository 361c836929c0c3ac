import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { onAbort } from '../lib/on-abort.js';
import type { UpgradeListener } from './admission/upgrade.js';

export type HttpServer = Server | SecureServer;

/** A request listener of Connect and Express; without `next` it answers everything. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next?: (fault?: unknown) => void) => void;

/** Answers requests below `prefix` and passes all others on. */
export function createMiddleware(
  prefix: string,
  answer: (request: Request, bindings: HttpBindings) => Response | Promise<Response>,
): Middleware {
  const listener = getRequestListener((request, bindings) => answer(request, bindings as HttpBindings), {
    overrideGlobalObjects: false,
  });
  return (request, response, next) => {
    if (next !== undefined && !isBelow(prefix, request)) return next();
    void listener(request, response);
  };
}

/** Takes the upgrades of `server` below `prefix`, until `signal` aborts. */
export function attachTo(server: HttpServer, prefix: string, handleUpgrade: UpgradeListener, signal: AbortSignal): void {
  const listener: UpgradeListener = (request, socket, head) => {
    if (isBelow(prefix, request)) handleUpgrade(request, socket, head);
  };
  server.on('upgrade', listener);
  onAbort(signal, () => server.off('upgrade', listener));
}

function isBelow(prefix: string, { url = '' }: IncomingMessage): boolean {
  return prefix === '' || url === prefix || url.startsWith(`${prefix}/`);
}
