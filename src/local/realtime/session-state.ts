import type { SessionUpdate, Tool, ToolChoice, Transcription, TurnDetection } from './session-schema.js';
import type { VoiceName } from './voices.js';

/** The session as the wire shows it: one shape for what is set, what is read here and what the client is told. */
export interface Session {
  readonly type: 'realtime';
  readonly object: 'realtime.session';
  readonly id: string;
  readonly model: string;
  readonly expires_at: number;
  readonly instructions: string;
  readonly output_modalities: readonly ('text' | 'audio')[];
  readonly tools: readonly Tool[];
  readonly tool_choice: ToolChoice;
  readonly max_output_tokens: number | 'inf';
  readonly audio: {
    readonly input: {
      readonly format: { readonly type: 'audio/pcm'; readonly rate: 24_000 };
      readonly transcription: Transcription | null;
      readonly noise_reduction: unknown;
      readonly turn_detection: TurnDetection | null;
    };
    readonly output: {
      readonly format: { readonly type: 'audio/pcm'; readonly rate: 24_000 };
      readonly voice: VoiceName;
      readonly speed: number;
    };
  };
}

export const WIRE_SAMPLE_RATE = 24_000;
const WIRE_FORMAT = { type: 'audio/pcm', rate: WIRE_SAMPLE_RATE } as const;

/** OpenAI's limit, kept so that a client need not tell the two apart. */
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
      input: { format: WIRE_FORMAT, transcription: null, noise_reduction: null, turn_detection: SERVER_VAD },
      output: { format: WIRE_FORMAT, voice, speed: 1 },
    },
  };
}

/** The session after a `session.update`. What the update leaves out stays; the model is always this agent's own. */
export function updateSession(session: Session, update: SessionUpdate): Session {
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
        ...(input?.turn_detection === undefined ? {} : { turn_detection: completed(input.turn_detection) }),
      },
      output: { ...session.audio.output, ...withoutUndefined({ voice: audio?.output?.voice, speed: audio?.output?.speed }) },
    },
  };
}

function completed(detection: TurnDetection | null): TurnDetection | null {
  if (detection === null) return null;
  return detection.type === 'server_vad'
    ? { ...SERVER_VAD, ...withoutUndefined(detection) }
    : { ...SEMANTIC_VAD, ...withoutUndefined(detection) };
}

/** Optional fields of a schema may stand there as `undefined`; spreading them would erase what they mean to keep. */
export function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
