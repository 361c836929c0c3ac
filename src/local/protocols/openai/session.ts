import type { ResponseFields } from '../../../providers/openai/schema/client-event.js';
import type {
  FunctionTool,
  SessionFields,
  ToolChoice,
  Transcription,
  TurnDetection,
} from '../../../providers/openai/schema/session.js';
import type { Item } from '../../conversation/items.js';
import { CONVERSATION_SAMPLE_RATE, type ConversationSettings, type ResponseSettings } from '../../conversation/settings.js';
import type { TurnDetection as DetectionSettings } from '../../listening/turn-detector.js';
import { createItem } from './items.js';
import { voiceFor, type VoiceName } from './voices.js';

/** The `session` of `session.created` and `session.updated`. */
export interface Session {
  readonly type: 'realtime';
  readonly object: 'realtime.session';
  readonly id: string;
  readonly model: string;
  readonly expires_at: number;
  readonly instructions: string;
  readonly output_modalities: readonly ('text' | 'audio')[];
  readonly tools: readonly FunctionTool[];
  readonly tool_choice: ToolChoice;
  readonly max_output_tokens: number | 'inf';
  readonly audio: {
    readonly input: {
      readonly format: { readonly type: 'audio/pcm'; readonly rate: typeof CONVERSATION_SAMPLE_RATE };
      readonly transcription: Transcription | null;
      readonly noise_reduction: unknown;
      readonly turn_detection: TurnDetection | null;
    };
    readonly output: {
      readonly format: { readonly type: 'audio/pcm'; readonly rate: typeof CONVERSATION_SAMPLE_RATE };
      readonly voice: VoiceName;
      readonly speed: number;
    };
  };
}

const FORMAT = { type: 'audio/pcm', rate: CONVERSATION_SAMPLE_RATE } as const;

/** OpenAI's limit. */
export const MAX_SESSION_SECONDS = 60 * 60;

const SERVER_VAD = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 500,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
} as const satisfies TurnDetection;

const SEMANTIC_VAD = {
  type: 'semantic_vad',
  eagerness: 'auto',
  create_response: true,
  interrupt_response: true,
} as const satisfies TurnDetection;

export function createSession(id: string, model: string, voice: string): Session {
  return {
    type: 'realtime',
    object: 'realtime.session',
    id,
    model,
    expires_at: Math.floor(Date.now() / 1000) + MAX_SESSION_SECONDS,
    instructions: '',
    output_modalities: ['audio'],
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    audio: {
      input: { format: FORMAT, transcription: null, noise_reduction: null, turn_detection: SERVER_VAD },
      output: { format: FORMAT, voice, speed: 1 },
    },
  };
}

/** The session after a `session.update`. What the update leaves out stays; the model never changes. */
export function updateSession(session: Session, update: SessionFields): Session {
  const { audio, model: _model, type: _type, ...rest } = update;
  const input = audio?.input;
  return {
    ...session,
    ...withoutUndefined(rest),
    audio: {
      input: {
        ...session.audio.input,
        ...(input?.transcription === undefined ? {} : { transcription: input.transcription }),
        ...(input?.noise_reduction === undefined ? {} : { noise_reduction: input.noise_reduction }),
        ...(input?.turn_detection === undefined ? {} : { turn_detection: withDefaults(input.turn_detection) }),
      },
      output: { ...session.audio.output, ...withoutUndefined({ voice: audio?.output?.voice, speed: audio?.output?.speed }) },
    },
  };
}

function withDefaults(detection: TurnDetection | null): TurnDetection | null {
  if (detection === null) return null;
  return detection.type === 'server_vad'
    ? { ...SERVER_VAD, ...withoutUndefined(detection) }
    : { ...SEMANTIC_VAD, ...withoutUndefined(detection) };
}

/** Optional fields of a schema can be present as `undefined`; spread, they would overwrite the values they leave out. */
function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** The settings that the conversation itself reads. */
export function toSettings({
  audio,
  instructions,
  tools,
  tool_choice,
  output_modalities,
  max_output_tokens,
}: Session): ConversationSettings {
  const detection = audio.input.turn_detection;
  return {
    instructions,
    tools,
    toolChoice: tool_choice,
    modality: output_modalities[0] ?? 'audio',
    voice: voiceFor(audio.output.voice),
    speed: audio.output.speed,
    maxOutputTokens: toTokenLimit(max_output_tokens),
    turnDetection: detection === null ? null : toDetectionSettings(detection),
    respondsToTurns: detection?.create_response !== false,
    interruptible: detection?.interrupt_response !== false,
  };
}

function toDetectionSettings(detection: TurnDetection): DetectionSettings {
  if (detection.type === 'semantic_vad') {
    const eagerness = detection.eagerness ?? 'auto';
    return { type: 'semantic', eagerness: eagerness === 'auto' ? 'medium' : eagerness };
  }
  const { threshold, prefix_padding_ms, silence_duration_ms } = { ...SERVER_VAD, ...withoutUndefined(detection) };
  return { type: 'silence', threshold, prefixMs: prefix_padding_ms, silenceMs: silence_duration_ms };
}

/** What a `response.create` overrides for one response. */
export function toResponseSettings(fields: ResponseFields, findItem: (id: string) => Item): Partial<ResponseSettings> {
  const { instructions, tools, tool_choice, output_modalities, max_output_tokens, audio, conversation, input, metadata } = fields;
  return withoutUndefined({
    directive: instructions,
    tools,
    toolChoice: tool_choice,
    modality: output_modalities?.[0],
    voice: audio?.output?.voice === undefined ? undefined : voiceFor(audio.output.voice),
    speed: audio?.output?.speed,
    maxOutputTokens: max_output_tokens === undefined ? undefined : toTokenLimit(max_output_tokens),
    input: input?.map((item) => (item.type === 'item_reference' ? findItem(item.id) : createItem(item))),
    outOfBand: conversation === 'none',
    metadata: metadata ?? null,
  });
}

function toTokenLimit(limit: number | 'inf'): number {
  return limit === 'inf' ? Infinity : limit;
}
