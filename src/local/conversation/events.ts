import type { CallItem, Item, MessageItem } from './items.js';
import type { ResponseSettings } from './settings.js';

/** An item with its place in the conversation: after the item `previousId`, or first. */
export interface Placed<T extends Item> {
  readonly item: T;
  readonly previousId: string | null;
}

/** A response in progress. `output` grows until `response-ended`. */
export interface AgentResponse {
  readonly id: string;
  readonly settings: ResponseSettings;
  /** What the response was made from; empty until the user's speech has been recognised. */
  readonly input: readonly Item[];
  readonly output: readonly Item[];
}

export type CancelReason = 'interrupted' | 'requested';

export type ResponseOutcome =
  | { readonly type: 'completed' }
  | { readonly type: 'cancelled'; readonly reason: CancelReason }
  | { readonly type: 'token-limit' }
  | { readonly type: 'failed'; readonly cause: unknown };

/** Everything a client can be told about a conversation. Times count the audio sent since the conversation began. */
export type ConversationEvent =
  | { readonly type: 'user-started'; readonly itemId: string; readonly atMs: number }
  | { readonly type: 'user-stopped'; readonly itemId: string; readonly atMs: number }
  | ({ readonly type: 'user-committed' } & Placed<MessageItem>)
  | { readonly type: 'user-transcript-delta'; readonly itemId: string; readonly delta: string }
  | {
      readonly type: 'user-transcript';
      readonly itemId: string;
      readonly text: string;
      readonly tokens: number;
      readonly audioMs: number;
    }
  | { readonly type: 'user-transcript-failed'; readonly itemId: string; readonly cause: unknown }
  | ({ readonly type: 'item-added' } & Placed<Item>)
  | { readonly type: 'response-started'; readonly response: AgentResponse }
  | ({ readonly type: 'message-started'; readonly response: AgentResponse } & Placed<MessageItem>)
  /** One sentence; `audio` is 24 kHz PCM16 and missing in a written message. */
  | {
      readonly type: 'message-delta';
      readonly response: AgentResponse;
      readonly item: MessageItem;
      readonly text: string;
      readonly audio: Uint8Array | undefined;
    }
  | ({ readonly type: 'message-ended'; readonly response: AgentResponse } & Placed<MessageItem>)
  | ({ readonly type: 'tool-called'; readonly response: AgentResponse } & Placed<CallItem>)
  | { readonly type: 'response-ended'; readonly response: AgentResponse; readonly outcome: ResponseOutcome }
  /** An engine broke; the conversation is over. */
  | { readonly type: 'failed'; readonly cause: unknown };

export type Emit = (event: ConversationEvent) => void;
