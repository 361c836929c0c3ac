import type { ToolChoice } from '../realtime/session-schema.js';
import type { Question, Turn } from './brain.js';

type Message = Readonly<Record<string, unknown>>;

const SPOKEN =
  'Your answer is read out by a speech synthesiser: one to three short sentences of plain English, without lists, markup or emoji.';

/** The body of a `/v1/chat/completions` request. */
export function completionRequest(
  { instructions, directive, history, tools, toolChoice }: Question,
  model: string,
): Readonly<Record<string, unknown>> {
  const system = [directive ?? instructions, SPOKEN].filter((text) => text !== '').join('\n\n');
  const offered = tools.map(({ type, ...definition }) => ({ type, function: definition }));
  return {
    model,
    stream: true,
    messages: [{ role: 'system', content: system }, ...messagesOf(history)],
    ...(offered.length > 0 && { tools: offered, tool_choice: choiceOf(toolChoice) }),
  };
}

/** Calls that were made together belong to one message. */
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
