import { z } from 'zod';
import type { Answer, Question, ToolChoice, Turn } from './brain.js';

type Message = Readonly<Record<string, unknown>>;

const SPOKEN =
  'Your answer is spoken by a speech synthesiser: one to three short sentences of plain English, without lists, markup or emoji.';

/** Returns the body of a `/v1/chat/completions` request. */
export function createCompletionRequest(
  { instructions, directive, history, tools, toolChoice }: Question,
  model: string,
): Readonly<Record<string, unknown>> {
  const system = [directive ?? instructions, SPOKEN].filter((text) => text !== '').join('\n\n');
  const offered = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  return {
    model,
    stream: true,
    messages: [{ role: 'system', content: system }, ...messagesOf(history)],
    ...(offered.length > 0 && { tools: offered, tool_choice: choiceOf(toolChoice) }),
  };
}

/** Consecutive calls belong to one message. */
function messagesOf(history: readonly Turn[]): Message[] {
  const messages: Message[] = [];
  let calls: Message[] = [];
  for (const turn of history) {
    if (turn.type === 'call') {
      if (calls.length === 0) messages.push({ role: 'assistant', content: null, tool_calls: (calls = []) });
      calls.push({ id: turn.callId, type: 'function', function: { name: turn.name, arguments: turn.arguments } });
      continue;
    }
    calls = [];
    messages.push(
      turn.type === 'said'
        ? { role: turn.role, content: turn.text }
        : { role: 'tool', tool_call_id: turn.callId, content: turn.output },
    );
  }
  return messages;
}

function choiceOf(choice: ToolChoice): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}

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

/** Parses the event stream of a chat completion. Yields text as it arrives and whole calls at the end. */
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
