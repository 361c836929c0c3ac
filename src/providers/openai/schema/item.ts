import { z } from 'zod';
import type { UnknownFields } from './session.js';

/** What a client may add to the conversation. A client cannot add audio of the assistant. */
export function createItemSchema({ object }: UnknownFields) {
  const identity = {
    id: z.string().min(1).max(32).optional(),
    object: z.literal('realtime.item').optional(),
    status: z.enum(['completed', 'incomplete', 'in_progress']).optional(),
  };
  const message = { type: z.literal('message'), ...identity };
  const callId = z.string().max(64);

  const inputText = object({ type: z.literal('input_text'), text: z.string() });
  const inputAudio = object({
    type: z.literal('input_audio'),
    audio: z.base64().optional(),
    transcript: z.string().nullish(),
  });
  const inputImage = object({
    type: z.literal('input_image'),
    image_url: z.string(),
    detail: z.enum(['auto', 'low', 'high']).optional(),
  });
  const outputText = object({ type: z.literal('output_text'), text: z.string() });

  return z.union([
    z.discriminatedUnion('role', [
      object({
        ...message,
        role: z.literal('user'),
        content: z.array(z.discriminatedUnion('type', [inputText, inputAudio, inputImage])),
      }),
      object({ ...message, role: z.literal('system'), content: z.array(inputText) }),
      object({ ...message, role: z.literal('assistant'), content: z.array(outputText) }),
    ]),
    object({
      type: z.literal('function_call'),
      ...identity,
      call_id: callId.optional(),
      name: z.string(),
      arguments: z.string(),
    }),
    object({ type: z.literal('function_call_output'), ...identity, call_id: callId, output: z.string() }),
  ]);
}

export type Item = z.output<ReturnType<typeof createItemSchema>>;
