import type { Settings } from '../config/settings.js';
import type { Spending, Spent } from '../state/shared-state.js';
import type { UsageMeter } from './usage-meter.js';

/** Charges the usage of a conversation to its subject's allowances of the day. */
export interface Account {
  /** Charges what was used since the last call. True if an allowance of the day is used up. */
  charge(): Promise<boolean>;
}

/** What a subject may use in a day; 0 for no limit. */
export interface Allowance {
  readonly minutes: number;
  readonly tokens: number;
  readonly usd: number;
}

export function allowanceOf(settings: Settings): Allowance {
  return { minutes: settings.RELAY_DAILY_MINUTES, tokens: settings.RELAY_DAILY_TOKENS, usd: settings.RELAY_DAILY_USD };
}

export function isSpent({ minutes, tokens, usd }: Allowance, spent: Spent): boolean {
  return (
    (minutes > 0 && spent.seconds >= minutes * 60) || (tokens > 0 && spent.tokens >= tokens) || (usd > 0 && spent.usd >= usd)
  );
}

export interface AccountOptions {
  readonly spending: Spending;
  readonly subject: string;
  readonly allowance: Allowance;
  readonly meter: UsageMeter;
  readonly now: () => number;
}

export function createAccount({ spending, subject, allowance, meter, now }: AccountOptions): Account {
  let chargedAt = now();
  /** What could not be charged yet, because the shared state did not answer. */
  let owed = { seconds: 0, tokens: 0, usd: 0 };

  return {
    async charge() {
      const delta = meter.takeDelta();
      const at = now();
      const amount = {
        seconds: owed.seconds + (at - chargedAt) / 1000,
        tokens: owed.tokens + delta.tokens,
        usd: owed.usd + delta.usd,
      };
      chargedAt = at;
      owed = { seconds: 0, tokens: 0, usd: 0 };
      try {
        return isSpent(allowance, await spending.add(subject, amount));
      } catch (thrown) {
        owed = { seconds: owed.seconds + amount.seconds, tokens: owed.tokens + amount.tokens, usd: owed.usd + amount.usd };
        throw thrown;
      }
    },
  };
}
