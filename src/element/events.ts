import type { AgentErrorCode } from '../spec/agent-error.js';
import type { AgentState, Cost, TurnLatency } from '../spec/snapshot.js';
import type { ModelPrices } from '../spec/usage.js';
import type { LimitKind, LogEntry, AudioDevice } from '../spec/voice-event.js';

/** What each event of the element carries as `detail`, by the event's type. */
export interface AgentEventDetails {
  /** The conversation's course changed. `reason` says why it ended, where it did. */
  'agent-state': { readonly state: AgentState; readonly previous: AgentState; readonly reason?: string };
  /**
   * A bubble of the transcript changed: words came, or more of them were heard, whole words at a time. `delta` is what was
   * added to the end of `text` (empty where the text was replaced), `heard` the part of the agent's words that has left the
   * speaker; times count from the start, in ms. `final` comes once, with the last change: the agent's words are final when
   * they were heard to their end or cut off, at the latest when the conversation ends.
   */
  'agent-transcript': {
    readonly id: string;
    readonly role: 'user' | 'agent';
    readonly text: string;
    readonly delta: string;
    readonly final: boolean;
    readonly heard?: string;
    readonly startMs: number;
    readonly endMs: number;
    readonly interrupted: boolean;
  };
  /** The agent calls a tool that has no function of its own: answer with {@link AgentToolCallEvent.respondWith}. */
  'agent-tool-call': ToolCallDetail;
  /** A tool ended, in a result or in an error. */
  'agent-tool-result': {
    readonly id: string;
    readonly name: string;
    readonly result?: unknown;
    readonly error?: string;
    readonly durationMs: number;
  };
  /** US dollars so far. `estimated` unless every part comes from the provider's own usage figures. */
  'agent-cost': Cost & { readonly prices: ModelPrices | undefined };
  /** The silence between the person's last sound and the agent's first; the parts sum to `totalMs`. */
  'agent-latency': TurnLatency;
  /** The agent was cut off; `text` is what was heard of it. */
  'agent-interrupted': { readonly itemId: string; readonly heardMs: number; readonly text: string };
  /** What there is to choose from changed: `devices` of the element, known once the microphone was allowed. */
  'agent-devices': { readonly devices: readonly AudioDevice[] };
  /** Loudness of the person and of the agent, 0-1. Sent only while somebody listens for it on the element itself. */
  'agent-level': { readonly input: number; readonly output: number };
  /** Another provider answers from now on. */
  'agent-provider': {
    readonly provider: string;
    readonly previous: string | undefined;
    readonly reason: 'chosen';
  };
  /** The connection's course. `code` is the WebSocket close code. */
  'agent-connection': {
    readonly status: 'connecting' | 'open' | 'closed';
    readonly attempt: number;
    readonly code?: number;
  };
  /**
   * A limit is near, or, with `ending`, reached: then `preventDefault()` lets the conversation go on. `remaining` is in
   * seconds (`idle`, `duration`), US dollars (`cost`) or requests or tokens (`rate`).
   */
  'agent-limit': { readonly kind: LimitKind | 'rate'; readonly remaining: number; readonly ending: boolean };
  /** Something failed. `help` says what the person can do; after a recoverable failure the conversation goes on. */
  'agent-error': {
    readonly code: AgentErrorCode;
    readonly message: string;
    readonly recoverable: boolean;
    readonly help: string;
  };
  /** Every entry of the log, raw frames included. */
  'agent-log': { readonly entry: LogEntry };
}

export type AgentEventType = keyof AgentEventDetails;

export type Emit = <T extends AgentEventType>(type: T, detail: AgentEventDetails[T]) => void;

export interface ToolCallDetail {
  readonly id: string;
  readonly name: string;
  /** Parsed JSON, as the agent sent it. */
  readonly arguments: unknown;
}

/** An event of `<voice-agent>`. All of them bubble and cross shadow roots. */
export class AgentEvent<T extends AgentEventType> extends Event {
  readonly detail: AgentEventDetails[T];

  constructor(type: T, detail: AgentEventDetails[T], options?: EventInit) {
    super(type, { bubbles: true, composed: true, ...options });
    this.detail = detail;
  }
}

/** The agent calls a tool of the page. The first answer counts; without one the agent is told that there was none. */
export class AgentToolCallEvent extends AgentEvent<'agent-tool-call'> {
  readonly #answer: (value: unknown) => void;
  #answered = false;

  /** `answer` gets what the page responds with. */
  constructor(detail: ToolCallDetail, answer: (value: unknown) => void) {
    super('agent-tool-call', detail, { cancelable: true });
    this.#answer = answer;
  }

  /**
   * Gives the result, or a promise of it, as in `FetchEvent`; other listeners do not get the call any more.
   * Throws an `InvalidStateError` where the call was answered already.
   */
  respondWith(result: unknown): void {
    if (this.#answered) throw new DOMException('This tool call was answered already', 'InvalidStateError');
    this.#answered = true;
    this.stopImmediatePropagation();
    this.preventDefault();
    this.#answer(result);
  }
}

type AgentEventMap = { [T in Exclude<AgentEventType, 'agent-tool-call'>]: AgentEvent<T> } & {
  'agent-tool-call': AgentToolCallEvent;
};

declare global {
  interface HTMLElementEventMap extends AgentEventMap {}
}
