import { z } from 'zod';
import { findVoice, VOICE_NAMES } from './voices.js';

const responding = { create_response: z.boolean().optional(), interrupt_response: z.boolean().optional() };

const turnDetection = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('server_vad'),
    threshold: z.number().min(0).max(1).optional(),
    prefix_padding_ms: z.number().int().min(0).max(5000).optional(),
    silence_duration_ms: z.number().int().min(0).max(10_000).optional(),
    // Not offered here: better refused than silently ignored.
    idle_timeout_ms: z.null().optional(),
    ...responding,
  }),
  z.strictObject({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
    ...responding,
  }),
]);

/** 24 kHz PCM16 is what the engines of this agent are joined to; G.711 is a telephone's. */
const format = z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(24_000).optional() });

const transcription = z.strictObject({
  model: z.string().optional(),
  language: z.string().optional(),
  languages: z.array(z.string()).optional(),
  prompt: z.string().optional(),
  keywords: z.array(z.string()).optional(),
  delay: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
});

const audioOutput = z.strictObject({
  format: format.optional(),
  voice: z
    .union([z.string(), z.strictObject({ id: z.string() })])
    .refine((name) => findVoice(name) !== undefined, {
      error: `Supported values are: ${VOICE_NAMES.map((name) => `'${name}'`).join(', ')}`,
    })
    .optional(),
  speed: z.number().min(0.25).max(1.5).optional(),
});

export const toolSchema = z.strictObject({
  type: z.literal('function'),
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  description: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

export const toolChoiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  z.strictObject({ type: z.literal('function'), name: z.string() }),
]);

const maxOutputTokens = z.union([z.number().int().min(1).max(4096), z.literal('inf')]);
const outputModalities = z.array(z.enum(['text', 'audio'])).length(1);

/** What a response and a session have in common. */
export const answering = {
  instructions: z.string().optional(),
  output_modalities: outputModalities.optional(),
  max_output_tokens: maxOutputTokens.optional(),
  tools: z.array(toolSchema).optional(),
  tool_choice: toolChoiceSchema.optional(),
  parallel_tool_calls: z.boolean().optional(),
  prompt: z.unknown().optional(),
  reasoning: z.unknown().optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
};

const { metadata: _onlyOfResponses, ...answeringOfSessions } = answering;

/** The `session` of a `session.update`: what is not listed voids the whole update, as it does at OpenAI. */
export const sessionUpdateSchema = z.strictObject({
  type: z.literal('realtime'),
  model: z.string().optional(),
  ...answeringOfSessions,
  audio: z
    .strictObject({
      input: z
        .strictObject({
          format: format.optional(),
          transcription: transcription.nullish(),
          noise_reduction: z
            .strictObject({ type: z.enum(['near_field', 'far_field']).optional(), strength: z.number().optional() })
            .nullish(),
          turn_detection: turnDetection.nullish(),
        })
        .optional(),
      output: audioOutput.optional(),
    })
    .optional(),
  include: z.array(z.literal('item.input_audio_transcription.logprobs')).nullish(),
  tracing: z.unknown().optional(),
  truncation: z.unknown().optional(),
});

export const responseAudioSchema = z.strictObject({ output: audioOutput.optional() });

export type SessionUpdate = z.infer<typeof sessionUpdateSchema>;
export type TurnDetection = z.infer<typeof turnDetection>;
export type Tool = z.infer<typeof toolSchema>;
export type ToolChoice = z.infer<typeof toolChoiceSchema>;
export type Transcription = z.infer<typeof transcription>;
