import type { Fold } from '../session/fold.js';

/** What is known of the session with the provider. */
export interface SessionFacts {
  readonly provider?: string;
  /** The provider's own id of it. */
  readonly id?: string;
  readonly model?: string;
  readonly voice?: string;
  /** When the provider will end it, in milliseconds since 1970. */
  readonly expiresAtEpochMs?: number;
}

export const sessionFold: Fold<SessionFacts, SessionFacts> = {
  initial: {},
  next(previous, { event }) {
    switch (event.type) {
      case 'start':
        return { provider: event.provider };
      case 'session-created': {
        const { type: _type, sessionId: id, ...facts } = event;
        return { ...previous, ...facts, id };
      }
      case 'session-ready': {
        const { type: _type, ...facts } = event;
        return { ...previous, ...facts };
      }
      default:
        return previous;
    }
  },
  view: (state) => state,
};
