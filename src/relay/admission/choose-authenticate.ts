import type { Logger } from 'pino';
import { AgentError } from '../../spec/agent-error.js';
import type { Settings } from '../config/settings.js';
import { isLoopback } from './loopback.js';
import type { AddressOf } from './client-address.js';
import type { Authenticate } from './authenticate.js';
import { createTokenAuthenticate } from './token-authenticate.js';

/** Signed tokens where they are configured; otherwise everybody who is let near, which must be wanted. */
export function chooseAuthenticate(settings: Settings, addressOf: AddressOf, log: Logger): Authenticate {
  const authenticate = createTokenAuthenticate(settings);
  if (authenticate !== undefined) return authenticate;

  if (!isLoopback(settings.HOST) && !settings.RELAY_ANONYMOUS) {
    throw new AgentError(
      'invalid-configuration',
      'HOST: opens the relay to the network, but nobody has to prove who they are. Set RELAY_AUTH_SECRET or RELAY_AUTH_JWKS_URL, use HOST=127.0.0.1, or set RELAY_ANONYMOUS=true to let everybody in.',
    );
  }
  const paid = settings.OPENAI_API_KEY !== undefined;
  if (paid && settings.RELAY_ALLOWED_ORIGINS.includes('*')) {
    throw new AgentError(
      'invalid-configuration',
      'RELAY_ALLOWED_ORIGINS: * would let every web page in the world spend your keys. List the origins that embed the agent, or set RELAY_AUTH_SECRET.',
    );
  }
  log.warn({ host: settings.HOST }, 'ANONYMOUS: whoever reaches this relay may use it without any proof of who they are');
  return (request) => `anonymous:${addressOf(request)}`;
}
