import { defined, fieldsIn, isFields, type Fields } from '../../lib/fields.js';
import type { SessionConfig, TurnDetection } from '../../spec/session-config.js';
import type { ToolDefinition } from '../../spec/tool.js';
import { OPENAI_AUDIO } from './audio-format.js';
import type { FunctionTool, SessionFields, Transcription, TurnDetection as WireTurnDetection } from './schema/session.js';

type Audio = NonNullable<SessionFields['audio']>;
type Input = Pick<NonNullable<Audio['input']>, 'format' | 'turn_detection'> & { transcription?: Transcription };
type Output = NonNullable<Audio['output']>;

/** The part of OpenAI's session that our configuration reaches. */
interface Session extends Pick<SessionFields, 'type' | 'output_modalities' | 'instructions' | 'tools' | 'tool_choice'> {
  audio: { input: Input; output: Output };
}

/** The cheapest of OpenAI's transcription models that have no end announced (November 2026); see prices.ts. */
export const TRANSCRIPTION_MODEL = 'gpt-transcribe';

/** OpenAI's documented server values. They differ from model to model, so they are always sent. */
export const VAD_DEFAULTS = { threshold: 0.5, prefixPaddingMs: 300, silenceDurationMs: 500 } as const;

/** What the service accepts as the speed of the voice; another value would void the whole update. */
const SPEED = { min: 0.25, max: 1.5 } as const;

/** The session with the page's own fields laid over ours, and without a voice where it can no longer change. */
export function completeSession(config: SessionConfig, audioHeard: boolean): Fields {
  const session = mergeSession({ ...sessionUpdate(config) }, config.clientSession ?? {});
  if (!audioHeard) return session;
  const audio = fieldsIn(session, 'audio');
  const { voice: _voice, ...output } = fieldsIn(audio, 'output');
  return { ...session, audio: { ...audio, output } };
}

/** The whole session in OpenAI's GA dialect. The model belongs to the connection. */
export function sessionUpdate(config: SessionConfig): Session {
  const isVoice = config.modality === 'voice';
  const format = { type: 'audio/pcm', rate: OPENAI_AUDIO.sampleRate } as const;
  return defined<Session>({
    type: 'realtime',
    output_modalities: [isVoice ? 'audio' : 'text'],
    instructions: config.instructions,
    tools: config.tools.map(wireTool),
    tool_choice: 'auto',
    audio: {
      input: defined<Input>({
        format,
        transcription: isVoice ? transcription(config.language) : undefined,
        turn_detection: isVoice ? wireTurnDetection(config.turnDetection) : null,
      }),
      output: defined<Output>({ format, voice: config.voice, speed: speedOf(config.speed) }),
    },
  });
}

function speedOf(speed: number | undefined): number | undefined {
  return speed === undefined || Number.isNaN(speed) ? undefined : Math.min(SPEED.max, Math.max(SPEED.min, speed));
}

/** It takes ISO 639-1: the `pt` of `pt-BR`. */
function transcription(language: string | undefined): Transcription {
  return defined<Transcription>({ model: TRANSCRIPTION_MODEL, language: language?.replace(/-.*/, '') });
}

/** Object by object; lists and values replace. */
function mergeSession(session: Fields, patch: Fields): Fields {
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

function wireTool({ name, description, parameters }: ToolDefinition): FunctionTool {
  return { type: 'function', name, description, parameters: parameters ?? { type: 'object', properties: {} } };
}
