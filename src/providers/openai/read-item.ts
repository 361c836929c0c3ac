import { fieldsIn, listIn, textIn, type Draft, type Fields } from '../../lib/fields.js';
import type { ProviderEvent } from '../../spec/voice-event.js';

type Of<T extends ProviderEvent['type']> = Draft<ProviderEvent & { type: T }>;

const ROLES: Readonly<Record<string, 'user' | 'agent' | 'system'>> = { user: 'user', assistant: 'agent', system: 'system' };

const KINDS: Readonly<Record<string, Of<'item-added'>['kind']>> = {
  message: 'message',
  function_call: 'tool-call',
  function_call_output: 'tool-output',
};

/** An item as it took its place. Its order is told here and only here: later frames may carry no predecessor. */
export function readAddedItem(frame: Fields): Of<'item-added'> | undefined {
  const item = fieldsIn(frame, 'item');
  const itemId = textIn(item, 'id');
  if (itemId === undefined) return undefined;
  return {
    type: 'item-added',
    itemId,
    kind: KINDS[textIn(item, 'type') ?? ''] ?? 'other',
    previousItemId: textIn(frame, 'previous_item_id'),
    role: ROLES[textIn(item, 'role') ?? ''],
    text: textOf(item) || undefined,
  };
}

/** A finished call. Of a cancelled response the item is incomplete and its arguments are cut off: that is no call. */
export function readToolCall(item: Fields, responseId: string | undefined): readonly Of<'tool-called'>[] {
  const callId = textIn(item, 'call_id');
  const name = textIn(item, 'name');
  if (item.type !== 'function_call' || item.status === 'incomplete' || callId === undefined || name === undefined) return [];
  const itemId = textIn(item, 'id');
  return [{ type: 'tool-called', callId, itemId, responseId, name, arguments: textIn(item, 'arguments') ?? '' }];
}

/** Of what a person typed. Spoken words come as a transcript of their own. */
function textOf(item: Fields): string {
  return listIn(item, 'content')
    .map((part) => textIn(part, 'text') ?? '')
    .filter((text) => text !== '')
    .join('\n');
}
