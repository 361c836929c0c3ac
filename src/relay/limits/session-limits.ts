import { every } from '../../lib/timer.js';
import type { ClosableErrorCode } from '../../spec/close-code.js';
import type { Settings } from '../config/settings.js';
import type { Account } from '../usage/account.js';
import type { Watch } from '../session/frame-inspector.js';
import { LEASE_TTL_MS, type Lease, type Leases } from '../state/shared-state.js';
import type { Books } from '../usage/usage-meter.js';

export interface LimitedSession {
  readonly settings: Settings;
  readonly watch: Watch;
  readonly books: Books;
  readonly account: Account;
  readonly leases: Leases;
  readonly lease: Lease;
  readonly now: () => number;
  readonly end: (code: ClosableErrorCode) => void;
  /** The shared state did not answer. */
  readonly onLost: (thrown: unknown) => void;
}

const LOOK_MS = 1_000;
const RENEW_MS = 15_000;
/** A conversation that is under way outlives a shared state that is gone for this long; then another relay may have it. */
export const STATE_GRACE_MS = 2 * LEASE_TTL_MS;

/** Ends a conversation that is over one of its limits, until `signal` aborts. */
export function enforceSessionLimits(session: LimitedSession, signal: AbortSignal): void {
  const { settings, watch, books, account, leases, lease, now, end, onLost } = session;
  const startedAt = now();
  let renewedAt = startedAt;
  let activeAt = startedAt;

  const renew = async (): Promise<void> => {
    try {
      await leases.renew(lease);
      if (await account.settle()) end('quota-exceeded');
      renewedAt = now();
    } catch (thrown) {
      onLost(thrown);
      if (now() - renewedAt > STATE_GRACE_MS) end('server-draining');
    }
  };
  const look = (): void => {
    const at = now();
    if (at - startedAt >= settings.RELAY_SESSION_SECONDS * 1000) return end('duration-limit');
    if (watch.takeActivity() || watch.responding) activeAt = at;
    if (settings.RELAY_IDLE_SECONDS > 0 && at - activeAt >= settings.RELAY_IDLE_SECONDS * 1000) return end('idle-timeout');
    if (settings.RELAY_SESSION_USD > 0 && books.cost.total >= settings.RELAY_SESSION_USD) return end('cost-limit');
  };
  every(LOOK_MS, look, signal);
  every(RENEW_MS, () => void renew(), signal);
}
