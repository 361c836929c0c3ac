import type { ClosableErrorCode } from '../../spec/close-code.js';

/** Who ended a conversation, and why. `code` is `null` for a normal end. */
export interface Ending {
  readonly by: 'client' | 'upstream' | 'relay';
  readonly code: ClosableErrorCode | null;
}
