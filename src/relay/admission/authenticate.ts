import type { IncomingMessage } from 'node:http';

/**
 * Identifies the sender of a request by a name that stays the same for one person or customer; limits and quotas are counted
 * under it. `null` rejects the request with 401. An exception counts as an error of the relay (500).
 */
export type Authenticate = (request: IncomingMessage) => Promise<string | null> | string | null;

const BEARER = /^Bearer +([\w~+/.=-]+)$/i;

/**
 * The token of a request: from the `Authorization` header, or from a subprotocol with one of these prefixes, for clients that
 * cannot set headers. Proxies log neither.
 */
export function bearerTokenOf({ headers }: IncomingMessage, subprotocols: readonly string[] = []): string | undefined {
  const token = BEARER.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return token;
  for (const protocol of (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())) {
    const prefix = subprotocols.find((candidate) => protocol.startsWith(candidate));
    if (prefix !== undefined) return protocol.slice(prefix.length);
  }
  return undefined;
}
