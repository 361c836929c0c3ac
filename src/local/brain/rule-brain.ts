import type { Answer, Brain, Question, Turn } from './brain.js';
import { verbatimText } from './directive.js';
import { answerFromFacts } from './facts.js';
import { planCalls } from './plan-calls.js';
import { describeOutputs } from './describe-output.js';
import { greet, smallTalk } from './small-talk.js';
import { asSentence } from './words.js';

/**
 * Understands little, but really listens: what is said decides which tool is called with what, which sentence of the
 * instructions answers, or that there is no answer.
 */
export function createRuleBrain(now: () => Date = () => new Date()): Brain {
  return {
    isCheap: true,
    async *answer(question) {
      yield* answerQuestion(question, now());
    },
  };
}

function answerQuestion(question: Question, now: Date): Answer[] {
  const { directive, history, instructions, tools, toolChoice } = question;
  const words = directive === undefined ? undefined : verbatimText(directive);
  if (words !== undefined) return say(words);

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

  const plan = planCalls({ history: talk, tools, toolChoice, now });
  if (plan.type === 'ask') return say(plan.question);
  if (plan.type === 'call')
    return plan.calls.map((call) => ({ type: 'call', name: call.name, arguments: JSON.stringify(call.arguments) }));

  const told = [instructions, directive ?? '', ...history.map(contextOf)].join('\n');
  const fromFacts = answerFromFacts(text, told);
  return say(smallTalk({ text, instructions: told, history, tools, now }) ?? fromFacts ?? fallback(text, history));
}

function say(text: string): Answer[] {
  return [{ type: 'text', text }];
}

function outputsAtEnd(history: readonly Turn[]): Extract<Turn, { type: 'output' }>[] {
  const last = history.findLastIndex((turn) => turn.type === 'said');
  return history.slice(last + 1).filter((turn) => turn.type === 'output');
}

/** What the page told silently. */
function isContext(turn: Turn): turn is Extract<Turn, { type: 'said' }> & { readonly role: 'system' } {
  return turn.type === 'said' && turn.role === 'system';
}

function contextOf(turn: Turn): string {
  return isContext(turn) ? turn.text : '';
}

/** Honest, and less long-winded the second time. */
function fallback(text: string, history: readonly Turn[]): string {
  const heard = `I heard: ${asSentence(text)}`;
  const confessed = history.some((turn) => turn.type === 'said' && turn.role === 'assistant' && turn.text.startsWith('I heard:'));
  return confessed
    ? `${heard} I do not know what to say to that.`
    : `${heard} I am only a small local agent, so I have no answer to that.`;
}
