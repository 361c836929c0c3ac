import { isLoopback } from './loopback.js';

/** Says whether pages of an origin may use this relay. `undefined` is a caller that is no browser. */
export type IsAllowedOrigin = (origin: string | undefined, host: string | undefined) => boolean;

/**
 * Without a list only pages of this machine are served, asked for under a name of this machine: any other page, also one
 * whose name was rebound to 127.0.0.1, could otherwise spend the key of whoever has it open in a browser.
 */
export function createIsAllowedOrigin(allowed: readonly string[]): IsAllowedOrigin {
  if (allowed.length === 0) {
    return (origin, host) =>
      (host === undefined || isLoopback(hostNameOf(`http://${host}`))) &&
      (origin === undefined || isLoopback(hostNameOf(origin)));
  }
  if (allowed.includes('*')) return () => true;
  const listed = new Set(allowed);
  return (origin) => listed.has(origin ?? NO_ORIGIN);
}

/** In a list: callers that are no browsers, and so have no origin to tell. */
export const NO_ORIGIN = 'none';

function hostNameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
