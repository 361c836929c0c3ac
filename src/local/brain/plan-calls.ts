import type { Tool, ToolChoice, Turn } from './brain.js';
import { chooseTool, rankTools, type Choice } from './choose-tool.js';
import { answerFor, extractArguments, questionFor, type Extracted } from './extract-arguments.js';
import { isGivingUp } from './small-talk.js';
import { wordsOf } from './words.js';

export interface PlannedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What to do about tools. */
export type Plan =
  | { readonly type: 'call'; readonly calls: readonly PlannedCall[] }
  | { readonly type: 'ask'; readonly question: string }
  /** `pendingQuestion` still waits for an answer. */
  | { readonly type: 'nothing'; readonly pendingQuestion?: string };

const NOTHING: Plan = { type: 'nothing' };

/** A question for an argument is remembered for this many turns. */
const MAX_TURNS = 12;
/** So few words after a question are its answer, even if they also fit another tool. */
const MAX_ANSWER_WORDS = 3;

export interface PlanRequest {
  /** Ends with what the user said last. */
  readonly history: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  readonly now: Date;
  /** Small talk is neither a request that lacks an argument nor the argument that was asked for. */
  isSmallTalk(text: string): boolean;
}

export function planCalls({ history, tools, toolChoice, now, isSmallTalk }: PlanRequest): Plan {
  const text = spoken(history.at(-1), 'user');
  const allowed = typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  if (text === undefined || allowed.length === 0 || toolChoice === 'none') return NOTHING;

  const forced = toolChoice !== 'auto';
  const choice = forced ? rankTools(allowed, text, now)[0] : chooseTool(allowed, text, now);
  const following = { tools: allowed, now, isSmallTalk };
  const open = openQuestion(history.slice(0, -1), following);
  if (open !== undefined) {
    const answered = complete(open, text, following);
    const isAnswerOnly = choice === undefined || choice.tool === open.tool || choice.extracted.missing !== undefined;
    if (answered !== undefined && (isAnswerOnly || wordsOf(text).length <= MAX_ANSWER_WORDS)) {
      return planOf(open.tool, answered);
    }
  }
  if (choice === undefined || (!forced && choice.extracted.missing !== undefined && isSmallTalk(text)))
    return open === undefined || isGivingUp(text) ? NOTHING : { type: 'nothing', pendingQuestion: open.question };
  return severalCalls(allowed, text, now) ?? planOf(choice.tool, choice.extracted);
}

function planOf({ name }: Tool, { calls, missing }: Extracted): Plan {
  if (missing !== undefined) return { type: 'ask', question: questionFor(missing) };
  return { type: 'call', calls: calls.map((given) => ({ name, arguments: given })) };
}

/** Splits "Dim the lights and set the heating to twenty" into two requests, if each part is complete. */
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
  readonly question: string;
}

type Following = Pick<PlanRequest, 'tools' | 'now' | 'isSmallTalk'>;

/**
 * The question for an argument that the agent's last words ended with. A brain is stateless, so this follows the conversation
 * again from each turn where the request may have been made.
 */
function openQuestion(history: readonly Turn[], following: Following): OpenQuestion | undefined {
  for (let back = 2; back <= Math.min(MAX_TURNS, history.length); back += 2) {
    const question = followFrom(history.slice(-back), following);
    if (question !== undefined) return question;
  }
  return undefined;
}

function followFrom(turns: readonly Turn[], following: Following): OpenQuestion | undefined {
  let open: OpenQuestion | undefined;
  for (let at = 0; at < turns.length; at += 2) {
    const said = spoken(turns[at], 'user');
    const asked = spoken(turns[at + 1], 'assistant');
    if (said === undefined || asked === undefined) return undefined;
    const request =
      open === undefined
        ? chooseTool(following.tools, said, following.now)
        : { tool: open.tool, extracted: complete(open, said, following) ?? open.extracted };
    if (request?.extracted.missing === undefined) return undefined;
    const question = questionFor(request.extracted.missing);
    if (!asked.endsWith(question)) return undefined;
    open = { ...request, question };
  }
  return open;
}

function complete({ tool, extracted }: OpenQuestion, text: string, { now, isSmallTalk }: Following): Extracted | undefined {
  const { missing, calls } = extracted;
  if (missing === undefined || isGivingUp(text) || isSmallTalk(text)) return undefined;
  const value = answerFor(missing, text, now);
  return value === undefined ? undefined : extractArguments(tool, text, now, { ...calls[0], [missing.name]: value });
}

function spoken(turn: Turn | undefined, role: 'user' | 'assistant'): string | undefined {
  return turn?.type === 'said' && turn.role === role ? turn.text : undefined;
}
