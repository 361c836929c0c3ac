import { after } from '../../lib/timer.js';
import { LEASE_TTL_MS, type Lease, type Leases } from '../state/shared-state.js';

const RETRY_MS = 2_000;

/** Gives a lease back. While the shared state does not answer it is tried again, until the lease has run out by itself. */
export async function returnLease(leases: Leases, lease: Lease, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < LEASE_TTL_MS; waitedMs += RETRY_MS) {
    try {
      return await leases.release(lease);
    } catch {
      await new Promise<void>((resolve) => after(RETRY_MS, resolve, signal));
    }
  }
}
