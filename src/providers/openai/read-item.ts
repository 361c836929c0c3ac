import { listIn, textIn, type Fields } from '../../lib/fields.js';
import type { ProviderEvent } from '../../spec/voice-event.js';

type Added = ProviderEvent & { type: 'item-added' };

const ROLES: Readonly<Record<string, 'user' | 'agent' | 'system'>> = { user: 'user', assistant: 'agent', system: 'system' };

const KINDS: Readonly<Record<string, Added['kind']>> = {
  message: 'message',
  function_call: 'tool-call',
  function_call_output: 'tool-output',
};

/** An item as it took its place. Its order is told here and only here: later frames may carry no predecessor. */
export function readAddedItem(item: Fields, previousItemId: string | undefined): Added | undefined {
  const itemId = textIn(item, 'id');
  if (itemId === undefined) return undefined;
  const role = ROLES[textIn(item, 'role') ?? ''];
  const text = textOf(item);
  return {
    type: 'item-added',
    itemId,
    kind: KINDS[textIn(item, 'type') ?? ''] ?? 'other',
    ...(previousItemId === undefined ? {} : { previousItemId }),
    ...(role === undefined ? {} : { role }),
    ...(text === '' ? {} : { text }),
  };
}

/** A finished call. Of a cancelled response the item is incomplete and its arguments are cut off: that is no call. */
export function readToolCall(
  item: Fields,
  responseId: string | undefined,
): (ProviderEvent & { type: 'tool-called' }) | undefined {
  const callId = textIn(item, 'call_id');
  const name = textIn(item, 'name');
  if (textIn(item, 'type') !== 'function_call' || textIn(item, 'status') === 'incomplete') return undefined;
  if (callId === undefined || name === undefined) return undefined;
  const itemId = textIn(item, 'id');
  return {
    type: 'tool-called',
    callId,
    name,
    arguments: textIn(item, 'arguments') ?? '',
    ...(itemId === undefined ? {} : { itemId }),
    ...(responseId === undefined ? {} : { responseId }),
  };
}

/** Of what a person typed. Spoken words come as a transcript of their own. */
function textOf(item: Fields): string {
  return listIn(item, 'content')
    .map((part) => textIn(part, 'text') ?? '')
    .filter((text) => text !== '')
    .join('\n');
}
