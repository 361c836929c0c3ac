import { defined, isFields, type Fields } from '../../lib/fields.js';
import type { SessionConfig, TurnDetection } from '../../spec/session-config.js';
import type { ToolDefinition } from '../../spec/tool.js';
import { OPENAI_AUDIO } from './audio-format.js';

type WireTurnDetection =
  | {
      type: 'server_vad';
      threshold: number;
      prefix_padding_ms: number;
      silence_duration_ms: number;
      create_response: boolean;
      interrupt_response: boolean;
    }
  | {
      type: 'semantic_vad';
      eagerness: 'low' | 'medium' | 'high' | 'auto';
      create_response: boolean;
      interrupt_response: boolean;
    };

interface WireTool {
  type: 'function';
  name: string;
  description: string;
  parameters: Fields;
}

interface Transcription {
  model: string;
  language?: string;
}

/** The session object of `session.update`, as far as the configuration reaches. */
export interface WireSession {
  type: 'realtime';
  output_modalities: ['audio'] | ['text'];
  instructions?: string;
  tools: WireTool[];
  tool_choice: 'auto';
  audio: {
    input: {
      format: { type: 'audio/pcm'; rate: 24_000 };
      transcription?: Transcription;
      turn_detection: WireTurnDetection | null;
    };
    output: { format: { type: 'audio/pcm'; rate: 24_000 }; voice?: string };
  };
}

/** The cheapest of OpenAI's transcription models that have no end announced (November 2026); see prices.ts. */
export const TRANSCRIPTION_MODEL = 'gpt-transcribe';

/** OpenAI's documented server values. They differ from model to model, so they are always sent. */
export const VAD_DEFAULTS = { threshold: 0.5, prefixPaddingMs: 300, silenceDurationMs: 500 } as const;

/**
 * The whole session in OpenAI's GA words. An update is taken as a whole or not at all: a changed voice after the agent has
 * spoken would lose everything else in it, so the voice is left out then. The model belongs to the connection.
 */
export function sessionUpdate(config: SessionConfig, audioHeard: boolean): WireSession {
  const isVoice = config.modality === 'voice';
  const format = { type: 'audio/pcm', rate: OPENAI_AUDIO.sampleRate } as const;
  return defined<WireSession>({
    type: 'realtime',
    output_modalities: isVoice ? ['audio'] : ['text'],
    instructions: config.instructions,
    tools: config.tools.map(wireTool),
    tool_choice: 'auto',
    audio: {
      input: defined<WireSession['audio']['input']>({
        format,
        transcription: isVoice ? transcription(config.language) : undefined,
        turn_detection: isVoice ? wireTurnDetection(config.turnDetection) : null,
      }),
      output: defined<WireSession['audio']['output']>({ format, voice: audioHeard ? undefined : config.voice }),
    },
  });
}

/** It takes ISO 639-1: the `pt` of `pt-BR`. */
function transcription(language: string | undefined): Transcription {
  return defined<Transcription>({ model: TRANSCRIPTION_MODEL, language: language?.replace(/-.*/, '') });
}

/** Lays the page's own session fields over ours, object by object; lists and values replace. */
export function mergeSession(session: Fields, patch: Fields): Fields {
  const merged: Record<string, unknown> = { ...session };
  for (const [name, value] of Object.entries(patch)) {
    const ours = session[name];
    merged[name] = isFields(ours) && isFields(value) ? mergeSession(ours, value) : value;
  }
  return merged;
}

function wireTurnDetection(turns: TurnDetection): WireTurnDetection | null {
  if (turns.type === 'none') return null;
  const reactions = { create_response: turns.createResponse ?? true, interrupt_response: turns.interruptResponse ?? true };
  if (turns.type === 'semantic-vad') return { type: 'semantic_vad', eagerness: turns.eagerness ?? 'auto', ...reactions };
  const { threshold, prefixPaddingMs, silenceDurationMs } = { ...VAD_DEFAULTS, ...turns };
  return {
    type: 'server_vad',
    threshold,
    prefix_padding_ms: prefixPaddingMs,
    silence_duration_ms: silenceDurationMs,
    ...reactions,
  };
}

function wireTool({ name, description, parameters }: ToolDefinition): WireTool {
  return { type: 'function', name, description, parameters: parameters ?? { type: 'object', properties: {} } };
}
