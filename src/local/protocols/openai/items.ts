import type { Item as NewItem } from '../../../providers/openai/schema/item.js';
import type { Item, Part } from '../../conversation/items.js';
import { newId } from '../../conversation/new-id.js';

/** An item that a client adds. */
export function createItem(from: NewItem): Item {
  const id = from.id ?? newId('item');
  const status = from.status === 'in_progress' ? 'in-progress' : (from.status ?? 'completed');
  switch (from.type) {
    case 'message':
      return { type: 'message', id, role: from.role, status, content: from.content.map(createPart) };
    case 'function_call': {
      const callId = from.call_id ?? newId('call');
      return { type: 'call', id, callId, name: from.name, arguments: from.arguments, status };
    }
    case 'function_call_output':
      return { type: 'output', id, callId: from.call_id, output: from.output, status };
  }
}

function createPart(part: Extract<NewItem, { type: 'message' }>['content'][number]): Part {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return { type: 'text', text: part.text };
    case 'input_audio':
      return { type: 'audio', transcript: part.transcript ?? null, audioMs: 0 };
    case 'input_image':
      return { type: 'image' };
  }
}

/** The item as server events show it. */
export function describeItem(item: Item): Readonly<Record<string, unknown>> {
  const { id } = item;
  const object = 'realtime.item';
  const status = item.status === 'in-progress' ? 'in_progress' : item.status;
  switch (item.type) {
    case 'message': {
      const content = item.content.map((part) => describePart(part, item.role === 'assistant' ? 'output' : 'input'));
      return { id, object, type: 'message', status, role: item.role, content };
    }
    case 'call':
      return { id, object, type: 'function_call', status, call_id: item.callId, name: item.name, arguments: item.arguments };
    case 'output':
      return { id, object, type: 'function_call_output', status, call_id: item.callId, output: item.output };
  }
}

function describePart(part: Part, direction: 'input' | 'output'): Readonly<Record<string, unknown>> {
  switch (part.type) {
    case 'text':
      return { type: `${direction}_text`, text: part.text };
    case 'audio': {
      const { transcript } = part;
      return { type: `${direction}_audio`, ...(transcript === null && direction === 'output' ? {} : { transcript }) };
    }
    case 'image':
      return { type: 'input_image' };
  }
}
