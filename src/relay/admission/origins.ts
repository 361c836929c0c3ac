import { isLoopback } from './loopback.js';

/** Whether pages of an origin are allowed to use this relay. `undefined` stands for a client that is not a browser. */
export type IsAllowedOrigin = (origin: string | undefined, host: string | undefined) => boolean;

/**
 * Without a list only pages of this machine are served, and only under a name of this machine. Otherwise any page that is open
 * in a browser here could spend the key, even one whose name was rebound to 127.0.0.1.
 */
export function createIsAllowedOrigin(allowed: readonly string[]): IsAllowedOrigin {
  if (allowed.length === 0) {
    return (origin, host) =>
      (host === undefined || isLoopback(hostNameOf(`http://${host}`))) &&
      (origin === undefined || isLoopback(hostNameOf(origin)));
  }
  if (allowed.includes('*')) return () => true;
  const listed = new Set(allowed.filter((origin) => !origin.includes(WILDCARD)));
  const wildcards = allowed.filter((origin) => origin.includes(WILDCARD)).map(createPattern);
  return (origin = NO_ORIGIN) => listed.has(origin) || wildcards.some((pattern) => pattern.test(origin));
}

/** In a list: clients without an origin. */
export const NO_ORIGIN = 'none';

const WILDCARD = '://*.';

/** `https://*.shop.example` stands for one label in place of the asterisk. */
function createPattern(origin: string): RegExp {
  const [scheme = '', domain = ''] = origin.split(WILDCARD).map((part) => part.replace(/[.+-]/g, '\\$&'));
  return new RegExp(`^${scheme}://[a-z0-9_-]+\\.${domain}$`);
}

/** Whether a text can be listed: an origin as browsers send it, `null`, `none`, `*`, or an origin with a wildcard label. */
export function isListable(text: string): boolean {
  if (text === '*' || text === 'null' || text === NO_ORIGIN) return true;
  if (text.includes(WILDCARD)) {
    const domain = text.split(WILDCARD)[1] ?? '';
    return /^https?:/.test(text) && /^[^.:]+\.[^.:]+/.test(domain) && isOrigin(text.replace('*.', ''));
  }
  return isOrigin(text);
}

function isOrigin(text: string): boolean {
  // Apps have schemes of their own, whose origin a URL does not know.
  if (!/^https?:/.test(text)) return /^[a-z][a-z0-9+.-]*:\/\/(?:[a-z0-9._-]+(?::\d+)?)?$/.test(text);
  return !text.includes('*') && URL.canParse(text) && new URL(text).origin === text;
}

function hostNameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
