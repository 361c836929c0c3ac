import type { Turn } from '../brain/brain.js';
import { ConversationError } from './conversation-error.js';
import { newId } from './new-id.js';

export type ItemStatus = 'in-progress' | 'completed' | 'incomplete';

/** Audio itself is never kept, only its length. */
export type Part =
  | { readonly type: 'text'; text: string }
  | {
      readonly type: 'audio';
      transcript: string | null;
      audioMs: number;
      /** The recogniser was not sure of the transcript. */
      readonly doubtful?: boolean;
    }
  | { readonly type: 'image' };

export interface MessageItem {
  readonly type: 'message';
  readonly id: string;
  readonly role: 'user' | 'assistant' | 'system';
  status: ItemStatus;
  readonly content: Part[];
}

export interface CallItem {
  readonly type: 'call';
  readonly id: string;
  readonly callId: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
  readonly status: ItemStatus;
}

export interface OutputItem {
  readonly type: 'output';
  readonly id: string;
  readonly callId: string;
  readonly output: string;
  readonly status: ItemStatus;
}

export type Item = MessageItem | CallItem | OutputItem;

/** The items of one conversation in order. All methods throw a {@link ConversationError} where an item does not exist. */
export interface ItemList {
  readonly id: string;
  readonly all: readonly Item[];
  /** Inserts `item` after `previousId`, first for `root`, else last. Returns the id of the item before it. */
  add(item: Item, previousId?: string | null): string | null;
  find(id: string): Item;
  delete(id: string): void;
  /** Removes what the user did not hear of a spoken message: audio after `audioEndMs` and, in proportion, words. */
  truncate(id: string, contentIndex: number, audioEndMs: number): void;
}

export function createItemList(): ItemList {
  const items: Item[] = [];

  const indexOf = (id: string): number => {
    const index = items.findIndex((item) => item.id === id);
    if (index < 0) throw new ConversationError('item-not-found', `The item with id '${id}' does not exist.`);
    return index;
  };
  const insertionIndex = (previousId: string | null | undefined): number => {
    if (previousId === 'root') return 0;
    return previousId === undefined || previousId === null ? items.length : indexOf(previousId) + 1;
  };
  const find = (id: string): Item => {
    const item = items[indexOf(id)];
    if (item === undefined) throw new RangeError(id);
    return item;
  };

  return {
    id: newId('conv'),
    all: items,
    find,
    add(item, previousId) {
      if (items.some(({ id }) => id === item.id)) {
        throw new ConversationError('duplicate-item', `An item with id '${item.id}' already exists.`);
      }
      const answersNothing =
        item.type === 'output' && !items.some((other) => other.type === 'call' && other.callId === item.callId);
      if (answersNothing) throw new ConversationError('unknown-call', `Tool call ID '${item.callId}' not found in conversation.`);
      const index = insertionIndex(previousId);
      items.splice(index, 0, item);
      return items[index - 1]?.id ?? null;
    },
    delete: (id) => void items.splice(indexOf(id), 1),
    truncate(id, contentIndex, audioEndMs) {
      const item = find(id);
      const part = item.type === 'message' && item.role === 'assistant' ? item.content[contentIndex] : undefined;
      if (part?.type !== 'audio' || part.audioMs === 0) {
        throw new ConversationError('not-truncatable', 'Only model output audio messages can be truncated.');
      }
      const audioMs = Math.floor(part.audioMs);
      if (audioEndMs > audioMs) {
        throw new ConversationError('beyond-end', `Audio content of ${audioMs}ms is already shorter than ${audioEndMs}ms`);
      }
      part.transcript = firstShare(part.transcript ?? '', audioEndMs / part.audioMs);
      part.audioMs = audioEndMs;
    },
  };
}

/** Cut between words. */
function firstShare(text: string, share: number): string {
  const end = Math.floor(text.length * share);
  if (end >= text.length) return text;
  return text.slice(0, Math.max(0, text.lastIndexOf(' ', end)));
}

export function isSpoken(item: Item): boolean {
  return (
    item.type === 'message' && item.role === 'assistant' && item.content.some((part) => part.type === 'audio' && part.audioMs > 0)
  );
}

/** The conversation as a brain reads it. */
export function toTurns(items: readonly Item[]): Turn[] {
  return items.flatMap((item): Turn[] => {
    switch (item.type) {
      case 'message': {
        const text = item.content.map(textOf).join(' ').trim();
        // Audio without words is still a turn; a message of images alone is not.
        const empty = text === '' && !item.content.some((part) => part.type === 'audio');
        const doubtful = item.content.some((part) => part.type === 'audio' && part.doubtful === true);
        return empty ? [] : [{ type: 'said', role: item.role, text, ...(doubtful && { doubtful }) }];
      }
      case 'call':
        return [{ type: 'call', callId: item.callId, name: item.name, arguments: item.arguments }];
      case 'output':
        return [{ type: 'output', callId: item.callId, output: item.output }];
    }
  });
}

export function textOf(part: Part): string {
  if (part.type === 'image') return '';
  return 'text' in part ? part.text : (part.transcript ?? '');
}
