import { z } from 'zod';
import type { Answer } from './brain.js';

const chunkSchema = z.object({
  choices: z.array(
    z.object({
      delta: z.object({
        content: z.string().nullish(),
        tool_calls: z
          .array(
            z.object({
              index: z.number().optional(),
              function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).optional(),
            }),
          )
          .nullish(),
      }),
    }),
  ),
});

/** Reads the event stream of a chat completion. Text comes as it is written; calls come whole, at the end. */
export async function* readCompletion(response: Response): AsyncGenerator<Answer> {
  const calls: { name: string; arguments: string }[] = [];
  for await (const data of eventsOf(response)) {
    if (data === '[DONE]') break;
    const chunk = chunkSchema.safeParse(JSON.parse(data));
    const delta = chunk.data?.choices[0]?.delta;
    if (typeof delta?.content === 'string' && delta.content !== '') yield { type: 'text', text: delta.content };
    for (const [place, piece] of (delta?.tool_calls ?? []).entries()) {
      const call = (calls[piece.index ?? place] ??= { name: '', arguments: '' });
      call.name += piece.function?.name ?? '';
      call.arguments += piece.function?.arguments ?? '';
    }
  }
  for (const call of calls) yield { type: 'call', name: call.name, arguments: call.arguments === '' ? '{}' : call.arguments };
}

/** The `data:` lines of an event stream. */
async function* eventsOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body ?? []) {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data:')) yield line.slice('data:'.length).trim();
  }
}
