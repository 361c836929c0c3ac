import type { TokenUsage } from './usage.js';

/** What the person sees of the conversation's course. */
export type AgentState =
  'idle' | 'requesting-microphone' | 'connecting' | 'listening' | 'hearing' | 'thinking' | 'speaking' | 'ended' | 'failed';

/** One bubble: a turn of the person or of the agent, or a tool call, in the order of the conversation. */
export interface TranscriptItem {
  readonly id: string;
  readonly kind: 'message' | 'tool';
  readonly role: 'user' | 'agent';
  readonly text: string;
  readonly final: boolean;
  /** For agent speech: the part of `text` that has been heard, by the played share of the item's sound. */
  readonly heard?: string;
  readonly heardMs?: number;
  /** Milliseconds since the conversation started. */
  readonly startMs: number;
  readonly endMs: number;
  readonly interrupted: boolean;
  readonly tool?: {
    readonly name: string;
    readonly arguments: string;
    readonly status: 'running' | 'done' | 'failed';
    readonly result?: unknown;
    readonly error?: string;
    readonly durationMs?: number;
  };
}

export type Transcript = readonly TranscriptItem[];

export interface CostByModality {
  readonly text: number;
  readonly audio: number;
  readonly image: number;
  readonly transcription: number;
}

/** US dollars so far. */
export interface Cost {
  readonly currency: 'USD';
  readonly total: number;
  /** What the latest change added. */
  readonly delta: number;
  readonly byModality: CostByModality;
  /** False where every part was computed from the provider's own usage figures and a known price. */
  readonly estimated: boolean;
  readonly tokens: TokenUsage;
}

/** One turn's silence, from the person's last sound to the agent's first. The parts sum to `totalMs`. */
export interface TurnLatency {
  readonly turn: number;
  readonly totalMs: number;
  /** From the end of speech to the provider's word that it ended. */
  readonly endpointingMs: number;
  /** From there to the first sound that arrived. */
  readonly thinkingMs: number;
  /** From there to the first sound that left the speaker. */
  readonly playbackMs: number;
}

export interface Latency {
  readonly turns: readonly TurnLatency[];
  /** The one that is complete since the latest entry. */
  readonly latest?: TurnLatency;
}
