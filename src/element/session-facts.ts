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
      case 'session-created':
      case 'session-ready':
        return { ...previous, ...announced(event) };
      default:
        return previous;
    }
  },
  view: (state) => state,
};

interface Announced {
  readonly sessionId?: string;
  readonly model?: string;
  readonly voice?: string;
  readonly expiresAtEpochMs?: number;
}

function announced({ sessionId, model, voice, expiresAtEpochMs }: Announced): SessionFacts {
  return {
    ...(sessionId !== undefined && { id: sessionId }),
    ...(model !== undefined && { model }),
    ...(voice !== undefined && { voice }),
    ...(expiresAtEpochMs !== undefined && { expiresAtEpochMs }),
  };
}
