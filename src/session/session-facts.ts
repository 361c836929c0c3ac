import type { Fold } from './fold.js';

/** What is known of the session with the service. */
export interface SessionFacts {
  readonly provider?: string;
  /** The service's own id of it. */
  readonly id?: string;
  readonly model?: string;
  readonly voice?: string;
  /** When the service will end it, in milliseconds since 1970. */
  readonly expiresAtEpochMs?: number;
}

export const sessionFactsFold: Fold<SessionFacts, SessionFacts> = {
  initial: {},
  next(previous, { event }) {
    switch (event.type) {
      case 'start':
        return { provider: event.provider };
      case 'session-created': {
        const { type: _type, sessionId: id, ...facts } = event;
        return { ...previous, ...facts, ...(id !== undefined && { id }) };
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
