import { AgentError } from '../spec/agent-error.js';
import type { Conversation, ConversationRequest } from './conversation.js';

export function openConversation(_request: ConversationRequest, _signal: AbortSignal): Conversation {
  throw new AgentError('internal', 'Not built yet.');
}
