import { ConversationError } from '../../conversation/conversation-error.js';
import type { ClientEventType } from '../../../providers/openai/schema/client-event.js';

/** A client event that cannot be carried out. Codes and messages follow OpenAI's server. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: string;
  /** The path of the wrong field, such as `session.audio.input`. */
  readonly param: string | null;

  constructor(code: string, message: string, param: string | null = null) {
    super(message);
    this.code = code;
    this.param = param;
  }
}

const ITEM_NOT_FOUND: Partial<Record<ClientEventType, string>> = {
  'conversation.item.create': 'item_create_invalid_previous_item_id',
  'conversation.item.retrieve': 'item_retrieve_invalid_item_id',
  'conversation.item.delete': 'item_delete_invalid_item_id',
  'conversation.item.truncate': 'item_truncate_invalid_item_id',
  'response.create': 'item_reference_invalid_item_id',
};

/** Translates what the conversation throws while it performs an event of `type`; other errors stay as they are. */
export function toProtocolError(thrown: unknown, type: ClientEventType): unknown {
  if (!(thrown instanceof ConversationError)) return thrown;
  const { code, message } = thrown;
  switch (code) {
    case 'item-not-found':
      return new ProtocolError(ITEM_NOT_FOUND[type] ?? 'invalid_value', message, 'item_id');
    case 'duplicate-item':
      return new ProtocolError('item_create_duplicate_item_id', message, 'item.id');
    case 'unknown-call':
      return new ProtocolError('invalid_tool_call_id', message, 'item.call_id');
    case 'not-truncatable':
      return new ProtocolError('invalid_value', message, 'item_id');
    case 'beyond-end':
      return new ProtocolError('invalid_value', message, 'audio_end_ms');
    case 'response-active':
      return new ProtocolError('conversation_already_has_active_response', message);
    case 'no-active-response':
      return new ProtocolError('response_cancel_not_active', message);
    case 'too-little-audio':
      return new ProtocolError('input_audio_buffer_commit_empty', message);
  }
}
