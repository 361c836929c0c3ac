import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hopsIn, plainAddress, type IsTrusted } from './trusted-proxies.js';

/** The address a request really came from. */
export type AddressOf = (request: IncomingMessage) => string;

/**
 * Believes `X-Forwarded-For` only as far as it was written by proxies that are trusted: it is read from its end, and the
 * first address that is no trusted proxy is the client, whatever stands before it.
 */
export function createAddressOf(isTrusted: IsTrusted): AddressOf {
  return ({ socket, headers }) => {
    let address = plainAddress(socket.remoteAddress ?? '');
    const hops = hopsIn(headers['x-forwarded-for']).map(plainAddress);
    while (isTrusted(address)) {
      const previous = hops.pop();
      if (previous === undefined || isIP(previous) === 0) break;
      address = previous;
    }
    return address;
  };
}
