import type { IncomingMessage } from 'node:http';
import type { RelayParts } from '../relay-parts.js';
import { Refusal } from '../refusal.js';

/** Wrong tokens a minute after which an address has to wait, right token or not. */
const MAX_FAILED_TOKENS = 30;

/**
 * Who asks, if that is known and there is room for another request of theirs.
 *
 * @throws Refusal `unauthorized`, or `rate-limited` with the seconds to wait.
 */
export async function admitSubject(
  request: IncomingMessage,
  { authenticate, addressOf, state, settings, alerts }: RelayParts,
): Promise<string> {
  const subject = await authenticate(request);
  if (subject === null) {
    const waitSeconds = await state.rates.take('failed-token', addressOf(request), MAX_FAILED_TOKENS);
    if (waitSeconds === null) throw new Refusal('unauthorized', 'The token is missing, wrong or too old.');
    alerts.raise('tokens-guessed', {});
    throw new Refusal('rate-limited', 'Too many wrong tokens.', { retryAfterSeconds: waitSeconds });
  }
  for (const who of [`subject:${subject}`, `address:${addressOf(request)}`]) {
    const waitSeconds = await state.rates.take('mint', who, settings.RELAY_MINTS_PER_MINUTE);
    if (waitSeconds !== null)
      throw new Refusal('rate-limited', 'Too many conversations were asked for.', { retryAfterSeconds: waitSeconds });
  }
  return subject;
}
