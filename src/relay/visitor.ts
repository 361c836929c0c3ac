import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.js';
import type { OriginRule } from './origins.js';

/** Who asks, before anybody knows whether they may. */
export interface Visitor {
  readonly address: string;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

export function visitorOf(request: IncomingMessage): Visitor {
  return { address: request.socket.remoteAddress ?? '', origin: request.headers.origin, host: request.headers.host };
}

/** @throws Refusal `origin-refused` */
export function checkOrigin(rule: OriginRule, { origin, host }: Visitor): void {
  if (!rule(origin, host)) throw new Refusal('origin-refused', 'Pages of this origin may not use this relay.');
}

const SECRET_PARAMETERS = /(token|key|secret|authorization|jwt|password)/i;

/** Addresses are logged by every proxy on the way, so a secret in one is refused even where it would be right. */
export function checkQuery(parameters: URLSearchParams): void {
  for (const name of parameters.keys()) {
    if (SECRET_PARAMETERS.test(name))
      throw new Refusal('policy-violation', 'Secrets do not belong into an address. Send an Authorization header.');
  }
}
