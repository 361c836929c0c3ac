import { after } from '../../lib/timer.js';
import type { Settings } from '../config/settings.js';
import { Refusal } from '../refusal.js';
import { LEASE_TTL_MS, NOTHING_SPENT, type Lease, type Leases, type SharedState } from '../state/shared-state.js';
import { allowanceOf, isSpent } from '../usage/account.js';
import type { Admission } from './admit-upgrade.js';

export interface LeaseParts {
  readonly settings: Settings;
  readonly state: Pick<SharedState, 'leases' | 'spending'>;
}

const REFUSAL_RETRY_SECONDS = 10;

/**
 * Takes a lease for one of the conversations that may be open at the same time. The caller has to return it.
 *
 * @throws Refusal if there is no lease, or an allowance of the day is used up.
 */
export async function takeLease(
  { grant: { subject }, publicId }: Pick<Admission, 'grant' | 'publicId'>,
  { settings, state }: LeaseParts,
  signal: AbortSignal,
): Promise<Lease> {
  if (isSpent(allowanceOf(settings), await state.spending.add(subject, NOTHING_SPENT)))
    throw new Refusal('quota-exceeded', 'The allowance of the day is used up.');
  const lease = { subject, id: publicId };
  const limits = { perSubject: settings.RELAY_SESSIONS_PER_SUBJECT, total: settings.RELAY_MAX_SESSIONS };
  const outcome = await state.leases.take(lease, limits).catch((thrown: unknown) => {
    // The lease may have been taken although the answer came too late.
    void returnLease(state.leases, lease, signal);
    throw thrown;
  });
  if (outcome === 'taken') return lease;
  const whose = outcome === 'subject-full' ? 'You have' : 'This relay has';
  throw new Refusal('concurrency-exceeded', `${whose} as many open conversations as allowed.`, {
    retryAfterSeconds: REFUSAL_RETRY_SECONDS,
  });
}

const RETRY_MS = 2_000;

/** Returns a lease. While the shared state does not answer, tries again until the lease has expired by itself. */
export async function returnLease(leases: Leases, lease: Lease, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < LEASE_TTL_MS; waitedMs += RETRY_MS) {
    try {
      return await leases.release(lease);
    } catch {
      await new Promise<void>((resolve) => after(RETRY_MS, resolve, signal));
    }
  }
}
