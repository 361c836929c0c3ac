import type { IncomingMessage } from 'node:http';
import type { IsAllowedOrigin } from './origins.js';
import { Refusal } from '../refusal.js';

/** @throws Refusal `origin-refused` */
export function checkOrigin(isAllowedOrigin: IsAllowedOrigin, { headers }: IncomingMessage): void {
  if (!isAllowedOrigin(headers.origin, headers.host))
    throw new Refusal('origin-refused', 'Pages of this origin may not use this relay.');
}

const SECRET_PARAMETERS = /(token|key|secret|authorization|jwt|password)/i;

/** Addresses are logged by every proxy on the way, so a secret in one is refused even where it would be right. */
export function checkQuery(parameters: URLSearchParams): void {
  for (const name of parameters.keys()) {
    if (SECRET_PARAMETERS.test(name))
      throw new Refusal('policy-violation', 'Secrets do not belong into an address. Send an Authorization header.');
  }
}
