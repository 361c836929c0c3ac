import type { RelayParts } from '../relay-parts.js';
import { Refusal } from '../refusal.js';
import { allowanceOf, isSpent } from '../usage/account.js';
import { NOTHING_SPENT, type Lease } from '../state/shared-state.js';
import type { Admission } from './admit-upgrade.js';
import { returnLease } from './return-lease.js';

const RETRY_SECONDS = 10;

/**
 * Takes a place among the conversations that may be open at once. It has to be released, whatever happens next.
 *
 * @throws Refusal where there is no place, or nothing left of the day's allowance.
 */
export async function reserve(
  { grant: { subject }, publicId }: Admission,
  { settings, state }: RelayParts,
  signal: AbortSignal,
): Promise<Lease> {
  if (isSpent(allowanceOf(settings), await state.spending.add(subject, NOTHING_SPENT))) {
    throw new Refusal('quota-exceeded', 'The allowance of the day is used up.');
  }
  const lease = { subject, id: publicId };
  const limits = { perSubject: settings.RELAY_SESSIONS_PER_SUBJECT, total: settings.RELAY_MAX_SESSIONS };
  const outcome = await state.leases.take(lease, limits).catch((thrown: unknown) => {
    // An answer that came too late is a lease all the same.
    void returnLease(state.leases, lease, signal);
    throw thrown;
  });
  if (outcome === 'taken') return lease;
  const whose = outcome === 'subject-full' ? 'You have' : 'This relay has';
  throw new Refusal('concurrency-exceeded', `${whose} as many conversations as may be open at once.`, {
    retryAfterSeconds: RETRY_SECONDS,
  });
}
