import type { Tickets } from './tickets/tickets.js';

/**
 * What all relays behind one address have in common. In one process it is memory; with Redis any number of processes share
 * it. Whatever cannot be decided in time rejects with a Refusal `upstream-unavailable`: nobody is let in on a guess.
 */
export interface SharedState {
  /** Whether decisions can be made at all right now. */
  readonly ready: boolean;
  readonly tickets: Tickets;
  readonly leases: Leases;
  readonly spending: Spending;
  readonly rates: Rates;
}

/** Conversations that are open at this moment. A lease that is not renewed returns by itself after {@link LEASE_TTL_MS}. */
export interface Leases {
  /** `limits` are the numbers of leases at once, 0 for any. Takes none where one of them is reached, and says which. */
  take(lease: Lease, limits: LeaseLimits): Promise<'taken' | 'subject-full' | 'relay-full'>;
  renew(lease: Lease): Promise<void>;
  release(lease: Lease): Promise<void>;
}

export interface Lease {
  readonly subject: string;
  readonly id: string;
}

export interface LeaseLimits {
  readonly perSubject: number;
  readonly total: number;
}

export const LEASE_TTL_MS = 60_000;

/** What a subject has used since midnight (UTC). */
export interface Spending {
  /** Adds, and tells what there is now. */
  add(subject: string, amount: Spent): Promise<Spent>;
}

export interface Spent {
  readonly seconds: number;
  readonly tokens: number;
  /** US dollars. */
  readonly usd: number;
}

export const NOTHING_SPENT: Spent = { seconds: 0, tokens: 0, usd: 0 };

/** How often something may be done in a while. */
export interface Rates {
  /** Counts one more `what` of `who`; `null`, or the seconds to wait where `limit` was reached. A limit of 0 is none. */
  take(what: RatedAction, who: string, limit: number, periodSeconds?: number): Promise<number | null>;
}

export type RatedAction = 'mint' | 'failed-ticket' | 'failed-token' | 'signed-url';
