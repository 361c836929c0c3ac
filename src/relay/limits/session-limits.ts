import { every } from '../../lib/timer.js';
import type { ClosableErrorCode } from '../../spec/close-code.js';
import type { Settings } from '../config/settings.js';
import { LEASE_TTL_MS, type Lease, type Leases } from '../state/shared-state.js';

export interface LimitedSession {
  readonly settings: Settings;
  /** Whether something was said since the last call, or a response is in progress. */
  readonly takeActivity: () => boolean;
  /** US dollars so far. */
  readonly cost: () => number;
  /** Charges the usage so far; true if an allowance of the day is used up. */
  readonly chargeUsage: () => Promise<boolean>;
  readonly leases: Leases;
  readonly lease: Lease;
  readonly now: () => number;
  readonly end: (code: ClosableErrorCode) => void;
  /** The shared state did not answer. */
  readonly onStateLost: () => void;
}

const CHECK_MS = 1_000;
const RENEW_MS = 15_000;
/** An open conversation outlives a loss of the shared state by this long; then another relay may take its place. */
const STATE_GRACE_MS = 2 * LEASE_TTL_MS;

/** Ends a conversation that exceeds one of its limits, until `signal` aborts. */
export function enforceSessionLimits(session: LimitedSession, signal: AbortSignal): void {
  const { settings, leases, lease, now, end, onStateLost } = session;
  const startedAt = now();
  let renewedAt = startedAt;
  let activeAt = startedAt;

  const renew = async (): Promise<void> => {
    try {
      await leases.renew(lease);
      if (await session.chargeUsage()) end('quota-exceeded');
      renewedAt = now();
    } catch {
      onStateLost();
      if (now() - renewedAt > STATE_GRACE_MS) end('server-draining');
    }
  };
  const check = (): void => {
    const at = now();
    if (at - startedAt >= settings.RELAY_SESSION_SECONDS * 1000) return end('duration-limit');
    if (session.takeActivity()) activeAt = at;
    if (settings.RELAY_IDLE_SECONDS > 0 && at - activeAt >= settings.RELAY_IDLE_SECONDS * 1000) return end('idle-timeout');
    if (settings.RELAY_SESSION_USD > 0 && session.cost() >= settings.RELAY_SESSION_USD) return end('cost-limit');
  };
  every(CHECK_MS, check, signal);
  every(RENEW_MS, () => void renew(), signal);
}
