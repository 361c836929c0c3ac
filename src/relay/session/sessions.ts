import { after } from '../../lib/timer.js';
import { Refusal } from '../refusal.js';
import type { Conversation } from './conversation.js';

/** The conversations under way, and whether there will be new ones. */
export interface Sessions {
  readonly count: number;
  readonly draining: boolean;
  /** @throws Refusal `server-draining` */
  checkOpen(): void;
  add(conversation: Conversation): void;
  /**
   * Takes no new conversations, lets those under way go on for `graceMs`, then ends them. Resolves when none is left.
   */
  drain(graceMs: number): Promise<void>;
}

const RETRY_SECONDS = 2;

export function createSessions(): Sessions {
  const open = new Set<Conversation>();
  let draining = false;

  return {
    get count() {
      return open.size;
    },
    get draining() {
      return draining;
    },
    checkOpen() {
      if (draining) throw new Refusal('server-draining', 'This relay is about to stop.', { retryAfterSeconds: RETRY_SECONDS });
    },
    add(conversation) {
      open.add(conversation);
      void conversation.done.then(() => open.delete(conversation));
      if (draining) conversation.end('server-draining');
    },
    async drain(graceMs) {
      draining = true;
      const drained = new AbortController();
      after(graceMs, () => open.forEach((conversation) => conversation.end('server-draining')), drained.signal);
      while (open.size > 0) await Promise.all([...open].map(({ done }) => done));
      drained.abort();
    },
  };
}
