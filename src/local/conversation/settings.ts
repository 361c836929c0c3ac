import type { Tool, ToolChoice } from '../brain/brain.js';
import type { Voice } from '../engines/synthesis.messages.js';
import type { TurnDetection } from '../listening/turn-detector.js';
import type { Item } from './items.js';

/** Hertz. Audio enters and leaves a conversation as PCM16 at this rate. */
export const CONVERSATION_SAMPLE_RATE = 24_000;

/** What a conversation and a single response have in common. */
export interface AnswerSettings {
  readonly instructions: string;
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  readonly modality: 'audio' | 'text';
  readonly voice: Voice;
  /** 1 is the voice's own pace. */
  readonly speed: number;
  /** Infinity for no limit. */
  readonly maxOutputTokens: number;
}

export interface ConversationSettings extends AnswerSettings {
  /** `null` is push-to-talk. */
  readonly turnDetection: TurnDetection | null;
  /** Whether the end of a detected turn creates a response. */
  readonly respondsToTurns: boolean;
  /** Whether speech cancels the response in progress. */
  readonly interruptible: boolean;
}

export interface ResponseSettings extends AnswerSettings {
  /** What this one response shall be, such as a greeting; overrides `instructions` where a brain supports it. */
  readonly directive?: string;
  /** Read instead of the conversation. */
  readonly input?: readonly Item[];
  /** The response does not become part of the conversation. */
  readonly outOfBand: boolean;
  /** Echoed to the client. */
  readonly metadata: Readonly<Record<string, string>> | null;
}
