import type { Clock } from '../../lib/clock.js';
import { LEASE_TTL_MS, type Leases } from './shared-state.js';

/** Leases of one process. They expire as those in Redis do, so that nothing leaks where a release is missed. */
export function createMemoryLeases(clock: Clock): Leases {
  const expiries = new Map<string, Map<string, number>>();

  const living = (subject: string): Map<string, number> => {
    const leases = expiries.get(subject) ?? new Map<string, number>();
    for (const [id, expiresAt] of leases) if (expiresAt <= clock.now()) leases.delete(id);
    if (leases.size === 0) expiries.delete(subject);
    return leases;
  };
  const count = (): number => [...expiries.keys()].reduce((sum, subject) => sum + living(subject).size, 0);

  return {
    async take({ subject, id }, { perSubject, total }) {
      const leases = living(subject);
      if (perSubject > 0 && leases.size >= perSubject) return 'subject-full';
      if (total > 0 && count() >= total) return 'relay-full';
      expiries.set(subject, leases.set(id, clock.now() + LEASE_TTL_MS));
      return 'taken';
    },
    async renew({ subject, id }) {
      expiries.set(subject, living(subject).set(id, clock.now() + LEASE_TTL_MS));
    },
    async release({ subject, id }) {
      living(subject).delete(id);
      living(subject);
    },
  };
}
