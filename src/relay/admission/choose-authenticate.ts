import type { Logger } from 'pino';
import { AgentError } from '../../spec/agent-error.js';
import type { Settings } from '../config/settings.js';
import type { Service } from '../protocols/service.js';
import type { Authenticate } from './authenticate.js';
import type { AddressOf } from './client-address.js';
import { isLoopback } from './loopback.js';
import { createTokenAuthenticate } from './token-authenticate.js';

export interface AuthenticationParts {
  readonly settings: Settings;
  readonly services: ReadonlyMap<string, Service>;
  readonly addressOf: AddressOf;
  readonly log: Logger;
}

/** Signed tokens where they are configured. Without them everybody is admitted, which has to be deliberate. */
export function chooseAuthenticate({ settings, services, addressOf, log }: AuthenticationParts): Authenticate {
  const offered = [...services.values()];
  const subprotocols = offered.flatMap((service) =>
    service.kind === 'relayed' ? (service.protocol.tokenSubprotocol ?? []) : [],
  );
  const authenticate = createTokenAuthenticate(settings, subprotocols);
  if (authenticate !== undefined) return authenticate;

  if (!isLoopback(settings.HOST) && !settings.RELAY_ANONYMOUS) {
    throw new AgentError(
      'invalid-configuration',
      'HOST: opens the relay to the network without authentication. Set RELAY_AUTH_SECRET or RELAY_AUTH_JWKS_URL, use HOST=127.0.0.1, or set RELAY_ANONYMOUS=true to admit everybody.',
    );
  }
  if (settings.RELAY_ALLOWED_ORIGINS.includes('*') && offered.some(({ isBilled }) => isBilled)) {
    throw new AgentError(
      'invalid-configuration',
      'RELAY_ALLOWED_ORIGINS: * would let any web page spend your keys. List the origins that embed the agent, or set RELAY_AUTH_SECRET.',
    );
  }
  log.warn({ host: settings.HOST }, 'ANONYMOUS: everybody who can reach this relay can use it without authentication');
  return (request) => `anonymous:${addressOf(request)}`;
}
