import type { Tool, ToolChoice } from '../realtime/session-schema.js';

/** What was said and done so far, oldest first, as far as words can tell it. */
export type Turn =
  | { readonly type: 'said'; readonly role: 'user' | 'assistant' | 'system'; readonly text: string }
  | { readonly type: 'call'; readonly callId: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'output'; readonly callId: string; readonly output: string };

export interface Question {
  /** Who the agent is and what it knows. */
  readonly instructions: string;
  /** What this one answer shall be, where the client said so; for instance a greeting. */
  readonly directive?: string;
  readonly history: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
}

/** A piece of an answer. Texts join to what is spoken. */
export type Answer =
  | { readonly type: 'text'; readonly text: string }
  /** `arguments` is JSON text. */
  | { readonly type: 'call'; readonly name: string; readonly arguments: string };

/** Decides what to say and which tools to call. Remembers nothing itself: the question holds all there is to know. */
export interface Brain {
  /** It costs next to nothing to ask, even on the mere suspicion that the answer will be wanted. */
  readonly isCheap: boolean;
  answer(question: Question, signal: AbortSignal): AsyncIterable<Answer>;
}
