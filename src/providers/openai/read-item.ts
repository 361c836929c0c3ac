import { fieldsIn, isFields, listIn, textIn, type Draft, type Fields } from '../../lib/fields.js';
import type { DecodedEvent } from '../../spec/voice-event.js';

export type DraftOf<T extends DecodedEvent['type']> = Draft<Extract<DecodedEvent, { type: T }>>;

const ROLES = new Map<string | undefined, 'user' | 'agent' | 'system'>([
  ['user', 'user'],
  ['assistant', 'agent'],
  ['system', 'system'],
]);

const KINDS = new Map<string | undefined, DraftOf<'item-added'>['kind']>([
  ['message', 'message'],
  ['function_call', 'tool-call'],
  ['function_call_output', 'tool-output'],
]);

/** An item as it took its place. Only this frame states its order: later ones may name no predecessor. */
export function readAddedItem(frame: Fields): DraftOf<'item-added'> | undefined {
  if (!isFields(frame.item)) return undefined;
  const item = fieldsIn(frame, 'item');
  return {
    type: 'item-added',
    itemId: textIn(item, 'id'),
    kind: KINDS.get(textIn(item, 'type')) ?? 'other',
    previousItemId: textIn(frame, 'previous_item_id'),
    role: ROLES.get(textIn(item, 'role')),
    text: textOf(item) || undefined,
  };
}

/** A finished call. In a cancelled response the item is incomplete and its arguments are cut off: that is no call. */
export function readToolCall(item: Fields, responseId: string | undefined): readonly DraftOf<'tool-called'>[] {
  const callId = textIn(item, 'call_id');
  const name = textIn(item, 'name');
  if (item.type !== 'function_call' || item.status === 'incomplete' || callId === undefined || name === undefined) return [];
  const itemId = textIn(item, 'id');
  return [{ type: 'tool-called', callId, itemId, responseId, name, arguments: textIn(item, 'arguments') ?? '' }];
}

/** Of what a person typed. Spoken words arrive as a transcript of their own. */
function textOf(item: Fields): string {
  return listIn(item, 'content')
    .map((part) => textIn(part, 'text') ?? '')
    .filter((text) => text !== '')
    .join('\n');
}
