import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Clock } from '../../lib/clock.js';
import { createMemoryLeases } from './memory-leases.js';
import { createMemorySpending } from './memory-spending.js';
import { createRates } from './rates.js';
import type { SharedState } from './shared-state.js';
import { createMemoryTickets } from './tickets/memory-tickets.js';

/** The state of a relay that is alone. */
export function createMemoryState(clock: Clock): SharedState {
  return {
    ready: true,
    tickets: createMemoryTickets(clock),
    leases: createMemoryLeases(clock),
    spending: createMemorySpending(),
    rates: createRates((options) => new RateLimiterMemory(options)),
  };
}
