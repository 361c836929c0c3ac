import { describeItem, type CallItem, type Conversation } from './conversation.js';
import { newId } from './ids.js';
import type { Emit } from './message-writer.js';

export interface CallPlace {
  readonly responseId: string;
  readonly outputIndex: number;
  readonly conversation: Conversation | undefined;
}

/** Tells one tool call from its first frame to its last. */
export function writeCall(call: { readonly name: string; readonly arguments: string }, place: CallPlace, emit: Emit): CallItem {
  const item: CallItem = {
    type: 'function_call',
    id: newId('item'),
    callId: newId('call'),
    name: call.name,
    arguments: '',
    status: 'in_progress',
  };
  const inResponse = { response_id: place.responseId, output_index: place.outputIndex };
  const inItem = { ...inResponse, item_id: item.id, call_id: item.callId };

  emit('response.output_item.added', { ...inResponse, item: describeItem(item) });
  const previous = place.conversation?.add(item) ?? null;
  const told = place.conversation !== undefined;
  if (told) emit('conversation.item.added', { previous_item_id: previous, item: describeItem(item) });
  item.arguments = call.arguments;
  item.status = 'completed';
  emit('response.function_call_arguments.delta', { ...inItem, delta: call.arguments });
  emit('response.function_call_arguments.done', { ...inItem, name: call.name, arguments: call.arguments });
  if (told) emit('conversation.item.done', { previous_item_id: previous, item: describeItem(item) });
  emit('response.output_item.done', { ...inResponse, item: describeItem(item) });
  return item;
}
