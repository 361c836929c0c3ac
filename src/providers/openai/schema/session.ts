import { z } from 'zod';

type Shape = z.core.$ZodLooseShape;
type ObjectSchema = <S extends Shape>(shape: S) => z.ZodObject<z.core.util.Writeable<S>, z.core.$strip>;

/** How a schema treats fields that it does not list. */
export interface UnknownFields {
  /** `z.object` drops them, `z.strictObject` rejects them. */
  readonly object: ObjectSchema;
  /** The same for the settings of audio, where services add fields often: `z.looseObject` keeps them. By default `object`. */
  readonly settings?: ObjectSchema;
}

const json = z.record(z.string(), z.unknown());

/** The `session` of `session.update` and the `response` of `response.create`, as in OpenAI's API reference (November 2026). */
export function createSessionSchemas({ object, settings = object }: UnknownFields) {
  const functionTool = object({
    type: z.literal('function'),
    name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    description: z.string().optional(),
    parameters: json.optional(),
  });
  const toolChoice = z.union([z.enum(['auto', 'none', 'required']), object({ type: z.literal('function'), name: z.string() })]);
  const format = z.discriminatedUnion('type', [
    settings({ type: z.literal('audio/pcm'), rate: z.literal(24_000).optional() }),
    settings({ type: z.literal('audio/pcmu') }),
    settings({ type: z.literal('audio/pcma') }),
  ]);
  const transcription = settings({
    model: z.string().optional(),
    language: z.string().optional(),
    languages: z.array(z.string()).optional(),
    prompt: z.string().optional(),
    keywords: z.array(z.string()).optional(),
    delay: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
  });
  const reactions = { create_response: z.boolean().optional(), interrupt_response: z.boolean().optional() };
  const turnDetection = z.discriminatedUnion('type', [
    settings({
      type: z.literal('server_vad'),
      threshold: z.number().min(0).max(1).optional(),
      prefix_padding_ms: z.int().min(0).max(5_000).optional(),
      silence_duration_ms: z.int().min(0).max(10_000).optional(),
      idle_timeout_ms: z.int().min(5_000).max(30_000).nullish(),
      ...reactions,
    }),
    settings({
      type: z.literal('semantic_vad'),
      eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
      ...reactions,
    }),
  ]);
  const noiseReduction = settings({
    type: z.enum(['near_field', 'far_field']).optional(),
    strength: z.number().optional(),
  });
  const audioOutput = object({
    format: format.optional(),
    voice: z.union([z.string(), object({ id: z.string() })]).optional(),
    speed: z.number().min(0.25).max(1.5).optional(),
  });
  const audioInput = object({
    format: format.optional(),
    transcription: transcription.nullish(),
    noise_reduction: noiseReduction.nullish(),
    turn_detection: turnDetection.nullish(),
  });
  /** What a session and a response have in common. */
  const shared = {
    instructions: z.string().optional(),
    output_modalities: z
      .array(z.enum(['text', 'audio']))
      .length(1)
      .optional(),
    max_output_tokens: z.union([z.int().min(1).max(4_096), z.literal('inf')]).optional(),
    tools: z.array(functionTool).max(128).optional(),
    tool_choice: toolChoice.optional(),
    parallel_tool_calls: z.boolean().optional(),
    prompt: json.nullish(),
    reasoning: json.optional(),
  };
  return {
    functionTool,
    toolChoice,
    transcription,
    turnDetection,
    sessionFields: object({
      type: z.literal('realtime'),
      model: z.string().optional(),
      ...shared,
      audio: object({ input: audioInput.optional(), output: audioOutput.optional() }).optional(),
      include: z.array(z.literal('item.input_audio_transcription.logprobs')).nullish(),
      tracing: z.union([z.string(), json]).nullish(),
      truncation: z.union([z.string(), json]).optional(),
    }),
    responseFields: object({
      ...shared,
      audio: object({ output: audioOutput.optional() }).optional(),
      conversation: z.string().optional(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  };
}

type Schemas = ReturnType<typeof createSessionSchemas>;
export type SessionFields = z.output<Schemas['sessionFields']>;
export type FunctionTool = z.output<Schemas['functionTool']>;
export type ToolChoice = z.output<Schemas['toolChoice']>;
export type Transcription = z.output<Schemas['transcription']>;
export type TurnDetection = z.output<Schemas['turnDetection']>;
