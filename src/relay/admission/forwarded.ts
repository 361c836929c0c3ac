import type { IncomingHttpHeaders } from 'node:http';
import { hopsIn } from './trusted-proxies.js';

/** Which headers proxies tell in who asked them: `X-Forwarded-For`, `-Proto` and `-Host`, or `Forwarded` (RFC 7239). */
export type ProxyHeaders = 'x-forwarded' | 'forwarded';

export interface Forwarding {
  /** Where each proxy on the way had the request from, the nearest one's word last. */
  readonly addresses: readonly string[];
  /** What the nearest proxy was asked by. */
  readonly scheme: string | undefined;
  readonly host: string | undefined;
}

/** What proxies say; whether they are believed is for others to decide. */
export type ReadForwarding = (headers: IncomingHttpHeaders) => Forwarding;

/**
 * Reads one kind and never both: a proxy writes one of them and mostly passes the other on, which may come from anybody.
 */
export function createReadForwarding(kind: ProxyHeaders): ReadForwarding {
  return kind === 'forwarded' ? readForwarded : readXForwarded;
}

function readXForwarded(headers: IncomingHttpHeaders): Forwarding {
  return {
    addresses: hopsIn(headers['x-forwarded-for']),
    scheme: hopsIn(headers['x-forwarded-proto']).at(-1),
    host: hopsIn(headers['x-forwarded-host']).at(-1),
  };
}

const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
/** One parameter, and what ends it: `;`, `,` or the header. */
const PAIR = new RegExp(`\\s*(?:(${TOKEN})=(${QUOTED}|${TOKEN}))?\\s*(;|,|$)`, 'y');

/** From where it is not sound on, nothing is known: that is where addresses of proxies end, so nobody's are believed. */
function readForwarded({ forwarded = '' }: IncomingHttpHeaders): Forwarding {
  const hops = [new Map<string, string>()];
  let read = 0;
  while (read < forwarded.length) {
    PAIR.lastIndex = read;
    const found = PAIR.exec(forwarded);
    if (found === null) return { addresses: [], scheme: undefined, host: undefined };
    const [pair, name, value = '', end] = found;
    if (name !== undefined) hops.at(-1)?.set(name.toLowerCase(), unquote(value));
    if (end === ',') hops.push(new Map<string, string>());
    read += pair.length;
  }
  const nearest = hops.at(-1);
  return {
    addresses: hops.map((hop) => addressIn(hop.get('for') ?? '')),
    scheme: nearest?.get('proto'),
    host: nearest?.get('host'),
  };
}

function unquote(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

/** Without the port and the brackets of IPv6. `unknown` and made-up names stay what they are: no addresses. */
function addressIn(node: string): string {
  const [, six, four] = /^(?:\[([\da-f:.]+)\]|([\d.]+))(?::[\w.-]+)?$/i.exec(node) ?? [];
  return six ?? four ?? node;
}
