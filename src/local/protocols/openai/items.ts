import type { Item as NewItem } from '../../../providers/openai/schema/item.js';
import type { Item, Part } from '../../conversation/items.js';
import { newId } from '../../conversation/new-id.js';

/** An item that a client adds. */
export function createItem(from: NewItem): Item {
  const id = from.id ?? newId('item');
  const status = from.status ?? 'completed';
  switch (from.type) {
    case 'message':
      return { type: 'message', id, role: from.role, status, content: from.content.map(createPart) };
    case 'function_call': {
      const callId = from.call_id ?? newId('call');
      return { type: 'function_call', id, callId, name: from.name, arguments: from.arguments, status };
    }
    case 'function_call_output':
      return { type: 'function_call_output', id, callId: from.call_id, output: from.output, status };
  }
}

function createPart(part: Extract<NewItem, { type: 'message' }>['content'][number]): Part {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return { type: part.type, text: part.text };
    case 'input_audio':
      return { type: 'input_audio', transcript: part.transcript ?? null, audioMs: 0 };
    case 'input_image':
      return { type: 'input_image' };
  }
}

/** The item as server events show it. */
export function describeItem(item: Item): Readonly<Record<string, unknown>> {
  const { id, type, status } = item;
  const shared = { id, object: 'realtime.item', type, status };
  switch (item.type) {
    case 'message':
      return { ...shared, role: item.role, content: item.content.map(describePart) };
    case 'function_call':
      return { ...shared, call_id: item.callId, name: item.name, arguments: item.arguments };
    case 'function_call_output':
      return { ...shared, call_id: item.callId, output: item.output };
  }
}

function describePart(part: Part): Readonly<Record<string, unknown>> {
  if (!('audioMs' in part)) return part;
  return part.transcript === null && part.type === 'output_audio'
    ? { type: part.type }
    : { type: part.type, transcript: part.transcript };
}
