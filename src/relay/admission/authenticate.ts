import type { IncomingMessage } from 'node:http';

/**
 * Says who sent a request: a name that stays the same for one person or customer and that limits and quotas are counted
 * under. `null` turns the request away with 401. What it throws is a fault of the relay: 500.
 */
export type Authenticate = (request: IncomingMessage) => Promise<string | null> | string | null;

const BEARER = /^Bearer +([\w~+/.=-]+)$/i;
/** How a stock RealtimeClient in a browser says its key. The relay reads it as a token and never echoes it. */
const KEY_PROTOCOL = 'openai-insecure-api-key.';

/** The token of a request, from where no proxy logs it: a header. */
export function bearerTokenOf({ headers }: IncomingMessage): string | undefined {
  const token = BEARER.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return token;
  const protocols = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim());
  return protocols?.find((protocol) => protocol.startsWith(KEY_PROTOCOL))?.slice(KEY_PROTOCOL.length);
}
