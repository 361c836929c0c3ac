import type { Passage } from './tap.js';

/** Every player is given its sound at this rate. */
export const SAMPLE_RATE = 24_000;

/** Who is measured; `ours-by-worklet` captures as ours does where a Worker cannot read the microphone. */
export type Contestant = 'ours' | 'ours-by-worklet' | 'wavtools' | 'elevenlabs' | 'deepgram' | 'gemini';

/** What a conversation of a contestant is given. */
export interface Stage {
  /** Of the service, http; ours takes it for a relay, others open a WebSocket there. */
  readonly url: string;
  /** The first sound of an item came to the page. */
  began(itemId: string): void;
  /** The page knows that the person speaks. */
  spoken(): void;
  /** The player is silenced; `heardMs` is how much of the item it believes was heard, if it knows. */
  silenced(heardMs?: number): void;
}

/** A page that talks to its service, in both directions as far as the contestant has them. */
export interface Conversation {
  close(): Promise<void>;
}

export type OpenConversation = (stage: Stage) => Promise<Conversation>;

/** To the bench. */
export type PageNews =
  | { readonly type: 'passed'; readonly passage: Passage }
  | { readonly type: 'silenced'; readonly heardMs?: number }
  /** How much was heard by a clock that the item's first sound started. */
  | { readonly type: 'spoken'; readonly clockMs: number };

/** One burst on the microphone's track. */
export interface HeardBurst {
  readonly pitch: number;
  /** On the page's `performance.now()`. */
  readonly atMs: number;
}
