import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.js';
import type { IsAllowedOrigin } from './origins.js';

export interface OriginParts {
  readonly isAllowedOrigin: IsAllowedOrigin;
  /** The address by which the client reached the relay. */
  readonly requestedUrlOf: (request: IncomingMessage) => string;
}

/** @throws Refusal `origin-refused` */
export function checkOrigin({ isAllowedOrigin, requestedUrlOf }: OriginParts, request: IncomingMessage): void {
  const { headers } = request;
  const isAllowed =
    headers.origin === undefined && headers['sec-fetch-site'] === 'same-origin'
      ? // Browsers send no Origin with a GET to the page's own. A proxy may have ended TLS, so the scheme is unknown.
        ownOrigins(requestedUrlOf(request)).some((origin) => isAllowedOrigin(origin, headers.host))
      : isAllowedOrigin(headers.origin, headers.host);
  if (!isAllowed) throw new Refusal('origin-refused', 'Pages of this origin are not allowed to use this relay.');
}

function ownOrigins(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { host } = new URL(url);
  return [`https://${host}`, `http://${host}`];
}

const SECRET_PARAMETERS = /(token|key|secret|authorization|jwt|password)/i;

/** Proxies log URLs, so a secret in one is refused even if it is valid. */
export function checkQuery(parameters: URLSearchParams): void {
  for (const name of parameters.keys()) {
    if (SECRET_PARAMETERS.test(name))
      throw new Refusal('policy-violation', 'A URL must not contain secrets. Send an Authorization header.');
  }
}
