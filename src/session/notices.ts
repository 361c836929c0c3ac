import type { AgentErrorCode } from '../spec/agent-error.js';
import type { LimitKind } from '../spec/voice-event.js';
import type { Fold } from './fold.js';

/** What the person should read before going on. */
export interface Notices {
  readonly failure?: { readonly code: AgentErrorCode; readonly message: string; readonly recoverable: boolean };
  readonly limit?: { readonly kind: LimitKind; readonly remaining: number };
}

/** A failure stands until the person dismisses it or a conversation begins; a limit's warning until something else happens. */
export const noticesFold: Fold<Notices, Notices> = {
  initial: {},
  next(previous, { event }) {
    switch (event.type) {
      case 'start':
      case 'provider-requested':
      case 'dismiss-notices':
        return previous.failure || previous.limit ? {} : previous;
      case 'failed': {
        const { code, message, recoverable } = event;
        return { failure: { code, message, recoverable } };
      }
      case 'limit-near':
        return { ...previous, limit: { kind: event.kind, remaining: event.remaining } };
      case 'extend-limit':
      case 'user-started':
      case 'response-started':
      case 'playback-started':
      case 'send-text':
      case 'ended':
        return withoutLimit(previous);
      default:
        return previous;
    }
  },
  view: (notices) => notices,
};

function withoutLimit({ limit: _limit, ...kept }: Notices): Notices {
  return kept;
}
