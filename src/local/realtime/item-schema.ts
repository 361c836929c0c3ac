import { z } from 'zod';

const identity = {
  id: z.string().min(1).max(32).optional(),
  object: z.literal('realtime.item').optional(),
  status: z.enum(['completed', 'incomplete', 'in_progress']).optional(),
};

const message = z.discriminatedUnion('role', [
  z.strictObject({
    type: z.literal('message'),
    role: z.literal('user'),
    ...identity,
    content: z.array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('input_text'), text: z.string() }),
        z.strictObject({ type: z.literal('input_audio'), audio: z.string().optional(), transcript: z.string().nullish() }),
        z.strictObject({
          type: z.literal('input_image'),
          image_url: z.string(),
          detail: z.enum(['auto', 'low', 'high']).optional(),
        }),
      ]),
    ),
  }),
  z.strictObject({
    type: z.literal('message'),
    role: z.literal('assistant'),
    ...identity,
    content: z.array(z.strictObject({ type: z.literal('output_text'), text: z.string() })),
  }),
  z.strictObject({
    type: z.literal('message'),
    role: z.literal('system'),
    ...identity,
    content: z.array(z.strictObject({ type: z.literal('input_text'), text: z.string() })),
  }),
]);

/** What a client may add to the conversation. Assistant sound cannot be brought in from outside, at OpenAI neither. */
export const itemSchema = z.union([
  message,
  z.strictObject({
    type: z.literal('function_call'),
    ...identity,
    call_id: z.string().optional(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({ type: z.literal('function_call_output'), ...identity, call_id: z.string(), output: z.string() }),
]);

export type NewItem = z.infer<typeof itemSchema>;
