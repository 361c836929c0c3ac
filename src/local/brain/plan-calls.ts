import type { Tool, ToolChoice, Turn } from './brain.js';
import { chooseTool, rankTools, type Choice } from './choose-tool.js';
import { answerFor, extractArguments, questionFor, type Extracted } from './extract-arguments.js';

export interface PlannedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What is to be done about tools: call some, ask for what is missing, or nothing. */
export type Plan =
  | { readonly type: 'call'; readonly calls: readonly PlannedCall[] }
  | { readonly type: 'ask'; readonly question: string }
  | { readonly type: 'nothing' };

const NOTHING: Plan = { type: 'nothing' };

/** So many turns back an unanswered question for an argument is still remembered. */
const MEMORY = 6;

export interface PlanRequest {
  /** Ends with what the person said last. */
  readonly history: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  readonly now: Date;
}

export function planCalls({ history, tools, toolChoice, now }: PlanRequest): Plan {
  const text = spoken(history.at(-1), 'user');
  const allowed = typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  if (text === undefined || allowed.length === 0 || toolChoice === 'none') return NOTHING;

  const forced = toolChoice !== 'auto';
  const choice = forced ? rankTools(allowed, text, now)[0] : chooseTool(allowed, text, now);
  const open = openQuestion(history.slice(0, -1), allowed, now);
  if (open !== undefined) {
    const answered = complete(open, text, now);
    if (answered !== undefined && (choice === undefined || choice.tool === open.tool || choice.extracted.missing !== undefined)) {
      return planOf(open.tool, answered);
    }
  }
  if (choice === undefined) return NOTHING;
  return severalCalls(allowed, text, now) ?? planOf(choice.tool, choice.extracted);
}

function planOf({ name }: Tool, { calls, missing }: Extracted): Plan {
  if (missing !== undefined) return { type: 'ask', question: questionFor(missing) };
  return { type: 'call', calls: calls.map((given) => ({ name, arguments: given })) };
}

/** "Dim the lights and set the heating to twenty" asks for two things; each part must be a request of its own. */
function severalCalls(tools: readonly Tool[], text: string, now: Date): Plan | undefined {
  const parts = text.split(/(?:[,;.]\s*|\s)(?:and then|and also|and|then)\s+|[;.]\s+/i);
  const choices = parts.map((part) => chooseTool(tools, part, now));
  const wanted = choices.filter((choice): choice is Choice => choice !== undefined && choice.extracted.missing === undefined);
  if (parts.length < 2 || wanted.length !== parts.length) return undefined;
  const calls = wanted.flatMap(({ tool, extracted }) => extracted.calls.map((given) => ({ name: tool.name, arguments: given })));
  const distinct = calls.filter(
    (call, index) => calls.findIndex((other) => JSON.stringify(other) === JSON.stringify(call)) === index,
  );
  return { type: 'call', calls: distinct };
}

interface OpenQuestion {
  readonly tool: Tool;
  readonly extracted: Extracted;
}

/**
 * The request that the agent's last words asked to complete. Nothing is remembered between turns, so the conversation is
 * followed again from each place where it can have begun.
 */
function openQuestion(history: readonly Turn[], tools: readonly Tool[], now: Date): OpenQuestion | undefined {
  if (spoken(history.at(-1), 'assistant') === undefined) return undefined;
  for (let back = 2; back <= Math.min(MEMORY, history.length); back += 2) {
    const question = followFrom(history.slice(-back), tools, now);
    if (question !== undefined) return question;
  }
  return undefined;
}

function followFrom(turns: readonly Turn[], tools: readonly Tool[], now: Date): OpenQuestion | undefined {
  let open: OpenQuestion | undefined;
  for (let at = 0; at < turns.length; at += 2) {
    const said = spoken(turns[at], 'user');
    const asked = spoken(turns[at + 1], 'assistant');
    if (said === undefined || asked === undefined) return undefined;
    const extracted: Extracted | undefined = open === undefined ? undefined : complete(open, said, now);
    const choice: OpenQuestion | undefined =
      open === undefined ? chooseTool(tools, said, now) : extracted && { tool: open.tool, extracted };
    if (choice?.extracted.missing === undefined || questionFor(choice.extracted.missing) !== asked) return undefined;
    open = choice;
  }
  return open;
}

function complete({ tool, extracted }: OpenQuestion, text: string, now: Date): Extracted | undefined {
  const { missing, calls } = extracted;
  if (missing === undefined || /\b(?:never ?mind|forget it|cancel|stop|nothing)\b/i.test(text)) return undefined;
  const value = answerFor(missing, text, now);
  return value === undefined ? undefined : extractArguments(tool, text, now, { ...calls[0], [missing.name]: value });
}

function spoken(turn: Turn | undefined, role: 'user' | 'assistant'): string | undefined {
  return turn?.type === 'said' && turn.role === role ? turn.text : undefined;
}
