import { z } from 'zod';

const id = z.string().max(64);
const inputText = z.object({ type: z.literal('input_text'), text: z.string() });
const inputAudio = z.object({ type: z.literal('input_audio'), audio: z.base64(), transcript: z.string().optional() });
/** Only pictures that are in the frame itself: an address would make the voice service fetch it. */
const inputImage = z.object({
  type: z.literal('input_image'),
  image_url: z.string().regex(/^data:image\/(png|jpeg);base64,/),
  detail: z.enum(['auto', 'low', 'high']).optional(),
});
const outputText = z.object({ type: z.literal('output_text'), text: z.string() });

const parts = { type: z.literal('message'), id: id.optional() };

const userMessage = z.object({
  ...parts,
  role: z.literal('user'),
  content: z.array(z.discriminatedUnion('type', [inputText, inputAudio, inputImage])).max(32),
});
const systemMessage = z.object({ ...parts, role: z.literal('system'), content: z.array(inputText).max(32) });
const assistantMessage = z.object({ ...parts, role: z.literal('assistant'), content: z.array(outputText).max(32) });

/** What a page may put into the conversation. */
export const item = z.union([
  z.discriminatedUnion('role', [userMessage, systemMessage, assistantMessage]),
  z.object({ type: z.literal('function_call_output'), id: id.optional(), call_id: id, output: z.string() }),
]);

export type Item = z.output<typeof item>;
