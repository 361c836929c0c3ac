import type { Turn } from '../brain/brain.js';
import { newId } from './ids.js';
import type { NewItem } from './item-schema.js';
import { ProtocolFault } from './protocol-fault.js';

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** Sound itself is never kept: `audioMs` is what remains of it. */
export type Part =
  | { readonly type: 'input_text' | 'output_text'; text: string }
  | { readonly type: 'input_audio' | 'output_audio'; transcript: string | null; audioMs: number }
  | { readonly type: 'input_image' };

export interface MessageItem {
  readonly type: 'message';
  readonly id: string;
  readonly role: 'user' | 'assistant' | 'system';
  status: ItemStatus;
  readonly content: Part[];
}

export interface CallItem {
  readonly type: 'function_call';
  readonly id: string;
  readonly callId: string;
  readonly name: string;
  arguments: string;
  status: ItemStatus;
}

export interface OutputItem {
  readonly type: 'function_call_output';
  readonly id: string;
  readonly callId: string;
  readonly output: string;
  status: ItemStatus;
}

export type Item = MessageItem | CallItem | OutputItem;

export interface Conversation {
  readonly id: string;
  readonly items: readonly Item[];
  /** Puts the item after `previousId`, at the beginning for `root`, else at the end. Returns the id before it. */
  add(item: Item, previousId?: string | null): string | null;
  /** Throws a {@link ProtocolFault} with `code` where there is no such item. */
  find(id: string, code: string): Item;
  delete(id: string): void;
}

export function createConversation(): Conversation {
  const items: Item[] = [];
  const placeOf = (id: string, code: string): number => {
    const place = items.findIndex((item) => item.id === id);
    if (place < 0) throw new ProtocolFault(code, `The item with id '${id}' does not exist.`, 'item_id');
    return place;
  };

  return {
    id: newId('conv'),
    items,
    add(item, previousId) {
      if (items.some(({ id }) => id === item.id)) {
        throw new ProtocolFault('item_create_duplicate_item_id', `An item with id '${item.id}' already exists.`, 'item.id');
      }
      const place = nextPlace(previousId);
      const before = items[place - 1]?.id ?? null;
      items.splice(place, 0, item);
      return before;
    },
    find(id, code) {
      const item = items[placeOf(id, code)];
      if (item === undefined) throw new RangeError(id);
      return item;
    },
    delete: (id) => void items.splice(placeOf(id, 'item_delete_invalid_item_id'), 1),
  };

  function nextPlace(previousId: string | null | undefined): number {
    if (previousId === 'root') return 0;
    if (previousId === undefined || previousId === null) return items.length;
    return placeOf(previousId, 'item_create_invalid_previous_item_id') + 1;
  }
}

/** An item as the client brought it in, checked against what is already there. */
export function createItem(from: NewItem, items: readonly Item[]): Item {
  const id = from.id ?? newId('item');
  const status = from.status ?? 'completed';
  switch (from.type) {
    case 'message':
      return { type: 'message', id, role: from.role, status, content: from.content.map(createPart) };
    case 'function_call':
      return {
        type: 'function_call',
        id,
        callId: from.call_id ?? newId('call'),
        name: from.name,
        arguments: from.arguments,
        status,
      };
    case 'function_call_output':
      if (!items.some((item) => item.type === 'function_call' && item.callId === from.call_id)) {
        throw new ProtocolFault(
          'invalid_tool_call_id',
          `Tool call ID '${from.call_id}' not found in conversation.`,
          'item.call_id',
        );
      }
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

/** The item as frames show it. */
export function describeItem(item: Item): Readonly<Record<string, unknown>> {
  const { id, type, status } = item;
  const shown = { id, object: 'realtime.item', type, status };
  switch (item.type) {
    case 'message':
      return { ...shown, role: item.role, content: item.content.map(describePart) };
    case 'function_call':
      return { ...shown, call_id: item.callId, name: item.name, arguments: item.arguments };
    case 'function_call_output':
      return { ...shown, call_id: item.callId, output: item.output };
  }
}

function describePart(part: Part): Readonly<Record<string, unknown>> {
  if (!('audioMs' in part)) return part;
  return part.transcript === null && part.type === 'output_audio'
    ? { type: part.type }
    : { type: part.type, transcript: part.transcript };
}

/** What a brain needs to know of the conversation. */
export function toTurns(items: readonly Item[]): Turn[] {
  return items.flatMap((item): Turn[] => {
    switch (item.type) {
      case 'message': {
        const text = item.content.map(textOf).join(' ').trim();
        // Sound without words was said all the same; a message of pictures alone was not.
        const empty = text === '' && !item.content.some((part) => part.type === 'input_audio');
        return empty ? [] : [{ type: 'said', role: item.role, text }];
      }
      case 'function_call':
        return [{ type: 'call', callId: item.callId, name: item.name, arguments: item.arguments }];
      case 'function_call_output':
        return [{ type: 'output', callId: item.callId, output: item.output }];
    }
  });
}

export function textOf(part: Part): string {
  if (part.type === 'input_image') return '';
  return 'text' in part ? part.text : (part.transcript ?? '');
}
