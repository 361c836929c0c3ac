import { BlockList, isIP } from 'node:net';

/** Whether what an address says about others is believed. */
export type IsTrusted = (address: string) => boolean;

/** Of addresses and networks such as 10.0.0.0/8. */
export function createTrust(proxies: readonly string[]): IsTrusted {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  return (address) => isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** An IPv4 address as such, also where a socket for both families tells it as one of IPv6. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

/** The members of a header that every proxy on the way may have added to, or said anew. */
export function hopsIn(header: string | readonly string[] | undefined): string[] {
  const whole = typeof header === 'string' ? header : (header?.join(',') ?? '');
  return whole
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
}
