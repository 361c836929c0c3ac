/** A function that the client runs. `parameters` is a JSON schema. */
export interface Tool {
  readonly name: string;
  readonly description?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** One entry of the conversation so far, as text. */
export type Turn =
  | {
      readonly type: 'said';
      readonly role: 'user' | 'assistant' | 'system';
      readonly text: string;
      /** The recogniser was not sure of the text. */
      readonly doubtful?: boolean;
    }
  | { readonly type: 'call'; readonly callId: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'output'; readonly callId: string; readonly output: string };

export interface Question {
  /** Who the agent is and what it knows, as prose. */
  readonly instructions: string;
  /** Instructions for this one answer, such as a greeting. */
  readonly directive?: string;
  /** Oldest first. */
  readonly history: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
}

/** A piece of an answer. Texts are joined and spoken. */
export type Answer =
  | { readonly type: 'text'; readonly text: string }
  /** `arguments` is JSON text. */
  | { readonly type: 'call'; readonly name: string; readonly arguments: string };

/** Decides what to say and which tools to call. Stateless: everything it knows is in the question. */
export interface Brain {
  /** Whether answering is cheap enough to do speculatively. */
  readonly isCheap: boolean;
  answer(question: Question, signal: AbortSignal): AsyncIterable<Answer>;
}
