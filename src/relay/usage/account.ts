import type { Settings } from '../config/settings.js';
import type { Spending, Spent } from '../state/shared-state.js';
import type { Books } from './usage-meter.js';

/** Carries what a conversation uses to its subject's account of the day. */
export interface Account {
  /** Adds what came since the last time. True where an allowance of the day is used up now. */
  settle(): Promise<boolean>;
}

export interface Allowance {
  readonly minutes: number;
  readonly tokens: number;
  readonly usd: number;
}

export function allowanceOf(settings: Settings): Allowance {
  return { minutes: settings.RELAY_DAILY_MINUTES, tokens: settings.RELAY_DAILY_TOKENS, usd: settings.RELAY_DAILY_USD };
}

/** 0 stands for no limit. */
export function isSpent({ minutes, tokens, usd }: Allowance, spent: Spent): boolean {
  return (
    (minutes > 0 && spent.seconds >= minutes * 60) || (tokens > 0 && spent.tokens >= tokens) || (usd > 0 && spent.usd >= usd)
  );
}

export function createAccount(
  spending: Spending,
  subject: string,
  allowance: Allowance,
  books: Books,
  now: () => number,
): Account {
  let since = now();
  /** What the account does not know of yet, because it could not be reached. */
  let owed = { seconds: 0, tokens: 0, usd: 0 };

  return {
    async settle() {
      const fresh = books.takeNew();
      const at = now();
      const amount = {
        seconds: owed.seconds + (at - since) / 1000,
        tokens: owed.tokens + fresh.tokens,
        usd: owed.usd + fresh.usd,
      };
      since = at;
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
