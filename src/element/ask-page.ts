import type { ToolCall } from '../session/tools.js';
import { AgentToolCallEvent } from './agent-events.js';

/** Offers a tool call to the page; `undefined` where nobody takes it. A listener may answer with a promise. */
export function askPage(element: EventTarget, { id, name, arguments: parameters }: ToolCall): Promise<unknown> | undefined {
  let answer: Promise<unknown> | undefined;
  element.dispatchEvent(
    new AgentToolCallEvent({ id, name, arguments: parameters }, (value) => {
      answer = Promise.resolve(value);
    }),
  );
  return answer;
}
