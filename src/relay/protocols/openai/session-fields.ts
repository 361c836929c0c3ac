import { z } from 'zod';

/** Hosted and MCP tools would act with the relay's own rights, so functions of the page are the only tools. */
const tool = z.object({
  type: z.literal('function'),
  name: z.string().max(64),
  description: z.string().optional(),
  parameters: z.record(z.string(), z.json()).optional(),
});

const voice = z.union([z.string(), z.object({ id: z.string() })]);
const settings = z.record(z.string(), z.json());
const modalities = z.array(z.enum(['text', 'audio'])).max(2);
const maxOutputTokens = z.union([z.int().min(1), z.literal('inf')]);
const toolChoice = z.union([z.enum(['auto', 'none', 'required']), z.object({ type: z.literal('function'), name: z.string() })]);
const metadata = z.record(z.string(), z.string());

/** What a page may set of a session. `model` belongs to the ticket, and `prompt` would fetch instructions from elsewhere. */
export const sessionFields = z.object({
  type: z.literal('realtime'),
  output_modalities: modalities.optional(),
  instructions: z.string().optional(),
  tools: z.array(tool).max(128).optional(),
  tool_choice: toolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  max_output_tokens: maxOutputTokens.optional(),
  reasoning: settings.optional(),
  truncation: z.union([z.string(), settings]).optional(),
  include: z.array(z.string()).max(16).optional(),
  audio: z
    .object({
      input: z
        .object({
          format: settings.optional(),
          transcription: settings.nullable().optional(),
          noise_reduction: settings.nullable().optional(),
          turn_detection: settings.nullable().optional(),
        })
        .optional(),
      output: z.object({ format: settings.optional(), voice: voice.optional(), speed: z.number().optional() }).optional(),
    })
    .optional(),
});

/** What a page may set of one response. */
export const responseFields = z.object({
  conversation: z.enum(['auto', 'none']).optional(),
  output_modalities: modalities.optional(),
  instructions: z.string().optional(),
  tools: z.array(tool).max(128).optional(),
  tool_choice: toolChoice.optional(),
  max_output_tokens: maxOutputTokens.optional(),
  metadata: metadata.optional(),
  audio: z.object({ output: z.object({ format: settings.optional(), voice: voice.optional() }).optional() }).optional(),
});

export type SessionFields = z.output<typeof sessionFields>;
export type ResponseFields = z.output<typeof responseFields>;

/** The same for a relay that sets a session up itself. Strict, because an operator's slip must not go unnoticed. */
export const sessionSetup = sessionFields.omit({ type: true }).strict();

export type SessionSetup = z.output<typeof sessionSetup>;
