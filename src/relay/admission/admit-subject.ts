import type { IncomingMessage } from 'node:http';
import type { Settings } from '../config/settings.js';
import type { Alerts } from '../observability/alerts.js';
import { Refusal } from '../refusal.js';
import type { SharedState } from '../state/shared-state.js';
import type { Authenticate } from './authenticate.js';
import type { AddressOf } from './client-address.js';

export interface SubjectParts {
  readonly authenticate: Authenticate;
  readonly addressOf: AddressOf;
  readonly state: Pick<SharedState, 'rates'>;
  readonly settings: Settings;
  readonly alerts: Alerts;
}

/** Wrong tokens a minute after which an address has to wait, even with a valid one. */
const MAX_FAILED_TOKENS = 30;

/**
 * Authenticates a request and counts it against the rate limits.
 *
 * @returns the subject
 * @throws Refusal `unauthorized`, or `rate-limited` with the seconds to wait.
 */
export async function admitSubject(
  request: IncomingMessage,
  { authenticate, addressOf, state, settings, alerts }: SubjectParts,
): Promise<string> {
  const subject = await authenticate(request);
  if (subject === null) {
    const waitSeconds = await state.rates.take('failed-token', addressOf(request), MAX_FAILED_TOKENS);
    if (waitSeconds === null) throw new Refusal('unauthorized', 'The token is missing, invalid or expired.');
    alerts.raise('tokens-guessed', {});
    throw new Refusal('rate-limited', 'Too many invalid tokens.', { retryAfterSeconds: waitSeconds });
  }
  for (const who of [`subject:${subject}`, `address:${addressOf(request)}`]) {
    const waitSeconds = await state.rates.take('mint', who, settings.RELAY_MINTS_PER_MINUTE);
    if (waitSeconds !== null)
      throw new Refusal('rate-limited', 'Too many conversations were requested.', { retryAfterSeconds: waitSeconds });
  }
  return subject;
}
