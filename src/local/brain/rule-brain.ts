import type { Answer, Brain, Question, Turn } from './brain.js';
import { describeOutputs } from './describe-output.js';
import { answerFromFacts } from './facts.js';
import { planCalls } from './plan-calls.js';
import { greet, smallTalk } from './small-talk.js';
import { asSentence } from './words.js';

/**
 * Answers by rules: calls a tool with arguments from what the user said, quotes a sentence of the instructions, makes small talk,
 * or says that it has no answer.
 */
export function createRuleBrain(now: () => Date = () => new Date()): Brain {
  return {
    isCheap: true,
    async *answer(question) {
      const last = question.history.at(-1);
      if (last?.type === 'said' && last.doubtful === true)
        yield { type: 'text', text: `I think you said: ${asSentence(last.text)} ` };
      yield* answerQuestion(question, now());
    },
  };
}

function answerQuestion(question: Question, now: Date): Answer[] {
  const { directive, history, instructions, tools, toolChoice } = question;
  const verbatim = directive === undefined ? undefined : verbatimText(directive);
  if (verbatim !== undefined) return say(verbatim);

  const talk = history.filter((turn) => !isContext(turn));
  const outputs = outputsAtEnd(talk);
  if (outputs.length > 0) return say(describeOutputs(outputs, history));

  const news = history.at(-1);
  if (news !== undefined && isContext(news)) return say(asSentence(news.text));
  const last = talk.at(-1);
  if (last?.type !== 'said' || last.role !== 'user') {
    return say(last === undefined || directive !== undefined ? greet(instructions) : 'Is there anything else?');
  }
  const text = last.text.trim();
  if (text === '') return say('Sorry, I did not catch that.');

  const knowledge = [instructions, directive ?? '', ...history.map((turn) => (isContext(turn) ? turn.text : ''))].join('\n');
  const smallTalkFor = (said: string): string | undefined =>
    smallTalk({ text: said, instructions: knowledge, history, tools, now });

  const plan = planCalls({
    history: talk,
    tools,
    toolChoice,
    now,
    isSmallTalk: (said) => smallTalkFor(said) !== undefined,
  });
  switch (plan.type) {
    case 'ask':
      return say(plan.question);
    case 'call':
      return plan.calls.map((call) => ({ type: 'call', name: call.name, arguments: JSON.stringify(call.arguments) }));
    case 'nothing':
      return say(
        [smallTalkFor(text) ?? answerFromFacts(text, knowledge) ?? fallback(last, history), plan.pendingQuestion ?? '']
          .join(' ')
          .trim(),
      );
  }
}

type SaidTurn = Extract<Turn, { type: 'said' }>;

const NO_ANSWER = 'I have no answer to that.';

function say(text: string): Answer[] {
  return [{ type: 'text', text }];
}

/** The quoted words that a `response.create` asks for, as in `Say exactly: "Welcome!"`. */
function verbatimText(directive: string): string | undefined {
  if (!/\b(?:say|speak|greet|welcome|respond|reply|repeat|read|words|verbatim|exactly)\b/i.test(directive)) return undefined;
  const quoted = /["“]([^]+)["”]/.exec(directive)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(["\\])/g, '$1').trim();
  return /\b(?:say|speak|repeat|read|reply|respond|words|verbatim|exactly)\b[^:\n]{0,80}:\s*([^]+)$/i
    .exec(directive)?.[1]
    ?.trim();
}

function outputsAtEnd(history: readonly Turn[]): Extract<Turn, { type: 'output' }>[] {
  const last = history.findLastIndex((turn) => turn.type === 'said');
  return history.slice(last + 1).filter((turn) => turn.type === 'output');
}

/** Text that the page added silently. */
function isContext(turn: Turn): turn is SaidTurn & { readonly role: 'system' } {
  return turn.type === 'said' && turn.role === 'system';
}

/** Shorter the second time. */
function fallback({ text, doubtful }: SaidTurn, history: readonly Turn[]): string {
  const repeated = history.some((turn) => turn.type === 'said' && turn.role === 'assistant' && turn.text.includes(NO_ANSWER));
  const heard = doubtful === true ? '' : `I heard: ${asSentence(text)} `;
  return `${heard}${repeated ? 'I do not know what to say to that.' : `I am only a small local agent, so ${NO_ANSWER}`}`;
}
