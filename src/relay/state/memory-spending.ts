import { NOTHING_SPENT, type Spending, type Spent } from './shared-state.js';

/** The day's spending of one process; what was spent before a restart is forgotten. */
export function createMemorySpending(today: () => string = utcDay): Spending {
  let day = today();
  const spent = new Map<string, Spent>();

  return {
    async add(subject, { seconds, tokens, usd }) {
      if (today() !== day) {
        day = today();
        spent.clear();
      }
      const before = spent.get(subject) ?? NOTHING_SPENT;
      const now = { seconds: before.seconds + seconds, tokens: before.tokens + tokens, usd: before.usd + usd };
      // Whoever only asks leaves nothing behind.
      if (now.seconds + now.tokens + now.usd > 0) spent.set(subject, now);
      return now;
    },
  };
}

function utcDay(): string {
  return new Date().toISOString().slice(0, 10);
}
