import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { ReadForwarding } from './forwarded.js';
import { plainAddress, type IsTrusted } from './trusted-proxies.js';

/**
 * Where a request really came from, as limits count it: an IPv4 address, or the /64 network of an IPv6 address, since whoever
 * has one of its addresses has all of them.
 */
export type AddressOf = (request: IncomingMessage) => string;

/**
 * Believes what is said about the way of a request only as far as it was said by proxies that are trusted: it is read from its
 * end, and the first address that is no trusted proxy is the client, whatever stands before it.
 */
export function createAddressOf(isTrusted: IsTrusted, readForwarding: ReadForwarding): AddressOf {
  return ({ socket, headers }) => {
    let address = plainAddress(socket.remoteAddress ?? '');
    const hops = readForwarding(headers).addresses.map(plainAddress);
    while (isTrusted(address)) {
      const previous = hops.pop();
      if (previous === undefined || isIP(previous) === 0) break;
      address = previous;
    }
    return isIP(address) === 6 ? networkOf(address) : address;
  };
}

const GROUPS = 8;

/** The first half of an IPv6 address; `::` stands for as many zeros as it takes. */
function networkOf(address: string): string {
  const [head = [], tail = []] = address
    .toLowerCase()
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, GROUPS - head.length - tail.length)).fill('0');
  const groups = [...head, ...zeros, ...tail].slice(0, GROUPS / 2);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
