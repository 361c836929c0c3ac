import type { ToolDefinition } from './tool.js';

/** When the service decides that the person has finished a turn. `none` is push-to-talk. */
export type TurnDetection =
  | {
      readonly type: 'server-vad';
      /** 0-1; higher needs louder speech. */
      readonly threshold?: number;
      /** Audio kept from before speech was detected. */
      readonly prefixPaddingMs?: number;
      /** Silence that ends a turn. */
      readonly silenceDurationMs?: number;
      /** Whether the agent responds by itself at the end of a turn; default true. */
      readonly createResponse?: boolean;
      /** Whether speech interrupts the agent; default true. */
      readonly interruptResponse?: boolean;
    }
  | {
      readonly type: 'semantic-vad';
      readonly eagerness?: 'low' | 'medium' | 'high' | 'auto';
      readonly createResponse?: boolean;
      readonly interruptResponse?: boolean;
    }
  | { readonly type: 'none' };

/** How a conversation is configured, in no service's words. Absent fields mean the service's or the relay's default. */
export interface SessionConfig {
  readonly model?: string;
  readonly voice?: string;
  /** Speed of the agent's voice, 0.25-1.5; 1 is normal. */
  readonly speed?: number;
  /** BCP 47 tag of the language that is spoken, for instance `en` or `pt-BR`. */
  readonly language?: string;
  readonly instructions?: string;
  /** The agent's first words, spoken before the person says anything. */
  readonly greeting?: string;
  readonly agentId?: string;
  readonly turnDetection: TurnDetection;
  /** `text` uses neither microphone nor speaker. */
  readonly modality: 'voice' | 'text';
  readonly tools: readonly ToolDefinition[];
  /** Merged into the service's own session object as it is, for what the fields above do not cover. */
  readonly clientSession?: Readonly<Record<string, unknown>>;
}

/** What the person's speech does to the agent's: nothing, lower it while they speak, or silence it. */
export type BargeInMode = 'off' | 'duck' | 'interrupt';
