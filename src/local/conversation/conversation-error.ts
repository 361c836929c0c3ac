export type ConversationErrorCode =
  | 'response-active'
  | 'no-active-response'
  | 'item-not-found'
  | 'duplicate-item'
  | 'unknown-call'
  | 'not-truncatable'
  | 'beyond-end'
  | 'too-little-audio';

/** A request that the conversation cannot carry out. A protocol translates `code` into its own error. */
export class ConversationError extends Error {
  override readonly name = 'ConversationError';
  readonly code: ConversationErrorCode;

  constructor(code: ConversationErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
