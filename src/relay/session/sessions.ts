import { after } from '../../lib/timer.js';
import { Refusal } from '../refusal.js';
import type { Conversation } from './conversation.js';

/** A conversation under way. */
export interface OpenSession extends Pick<Conversation, 'end'> {
  /** Resolves when both sides are closed and the books are settled. */
  readonly done: Promise<void>;
}

/** The conversations under way, and whether there will be new ones. */
export interface Sessions {
  readonly count: number;
  readonly draining: boolean;
  /** @throws Refusal `server-draining` */
  checkOpen(): void;
  add(session: OpenSession): void;
  /**
   * Takes no new conversations, lets those under way go on for `graceMs`, then ends them. Resolves when none is left.
   */
  drain(graceMs: number): Promise<void>;
}

const RETRY_SECONDS = 2;

export function createSessions(): Sessions {
  const open = new Set<OpenSession>();
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
    add(session) {
      open.add(session);
      void session.done.then(() => open.delete(session));
      if (draining) session.end('server-draining');
    },
    async drain(graceMs) {
      draining = true;
      const drained = new AbortController();
      after(graceMs, () => open.forEach(({ end }) => end('server-draining')), drained.signal);
      while (open.size > 0) await Promise.all([...open].map(({ done }) => done));
      drained.abort();
    },
  };
}
