import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { ReadForwarding } from '../admission/forwarded.js';
import { plainAddress, type IsTrusted } from '../admission/trusted-proxies.js';

/** The http or https address by which whoever sent a request reached this relay, without a slash at its end. */
export type PublicUrlOf = (request: IncomingMessage) => string;

/**
 * `configured` where it is set. Otherwise the request's own scheme and host, or those that a trusted proxy names: where TLS
 * ends at the proxy, the relay sees plain HTTP, and a page of https:// may not open a ws:// socket. Of several values the
 * last one counts, since only that one was written by the proxy that is trusted.
 */
export function createPublicUrlOf(
  configured: string | undefined,
  isTrusted: IsTrusted,
  readForwarding: ReadForwarding,
  prefix: string,
): PublicUrlOf {
  if (configured !== undefined) return () => configured;
  return ({ socket, headers }) => {
    const said = isTrusted(plainAddress(socket.remoteAddress ?? '')) ? readForwarding(headers) : undefined;
    const scheme = schemeIn(said?.scheme) ?? ((socket as Partial<TLSSocket>).encrypted ? 'https' : 'http');
    const host = hostIn(said?.host) ?? headers.host ?? 'localhost';
    return `${scheme}://${host}${prefix}`;
  };
}

function schemeIn(text: string | undefined): 'http' | 'https' | undefined {
  const [, secure] = /^(?:http|ws)(s?)$/i.exec(text ?? '') ?? [];
  if (secure === undefined) return undefined;
  return secure === '' ? 'http' : 'https';
}

/** A host and perhaps a port, and nothing that could be a path or a person's name in an address. */
function hostIn(text: string | undefined): string | undefined {
  return text !== undefined && /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(text) ? text : undefined;
}
