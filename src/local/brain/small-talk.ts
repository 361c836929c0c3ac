import type { Tool } from './brain.js';
import { calculate } from './arithmetic.js';
import type { Turn } from './brain.js';
import { answerTimeQuestion } from './time-questions.js';
import { findIdentity } from './facts.js';
import { asSentence, spelledOut } from './words.js';

export interface SmallTalkContext {
  readonly text: string;
  readonly instructions: string;
  readonly history: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly now: Date;
}

const JOKES = [
  'Why did the microphone break up with the speaker? There was too much feedback.',
  'I told my computer that I needed a break. It has been saying no problem, I will go to sleep, ever since.',
  'There are two hard things in programming: naming things, and off by one errors. And cache invalidation.',
];

type Reply = (occasion: SmallTalkContext) => string | undefined;

/** What this agent can talk about without tools and without being told anything. First match wins. */
const REPLIES: readonly (readonly [RegExp, Reply])[] = [
  [
    /^(?:(?:oh|okay|ok|please),? )*(?:stop|be quiet|quiet|shut up|never ?mind|cancel|forget it|that's all|that is all)(?: (?:please|it|that|talking|speaking|now))*[.!]*$/i,
    () => 'All right.',
  ],
  [
    /\b(?:say that again|repeat (?:that|it)|what did you (?:just )?say|can you repeat|could you repeat|pardon|come again|repeat please|please repeat)\b/i,
    repeatLast,
  ],
  [/\bjoke\b|\bmake me laugh\b/i, ({ history }) => JOKES[history.filter(({ type }) => type === 'said').length % JOKES.length]],
  [/\bwhat(?:'s| is) my name\b|\bwho am i\b|\bremember my name\b/i, recallName],
  [/\b(?:[Mm]y name is|[Cc]all me) (?=[A-Z])/, ({ text }) => `Nice to meet you, ${nameIn(text) ?? 'friend'}.`],
  [
    /\bwhat(?:'s| is) your name\b|\bwho are you\b|\bwhat are you\b|\bintroduce yourself\b|\bare you (?:a |an )?(?:robot|human|real|ai|bot)\b/i,
    introduce,
  ],
  [
    /\bwhat (?:can|do) you do\b|\bhow can you help\b|\bwhat are you able\b|^(?:please )?help(?: me)?[.!?]*$|\bwhat can i (?:ask|say)\b/i,
    explain,
  ],
  [/\bhow are you\b|\bhow's it going\b|\bhow are things\b/i, () => 'I am fine, thank you. How can I help?'],
  [
    /\b(?:speak|talk|answer)\b.*\b(?:spanish|german|french|italian|chinese|japanese|portuguese|dutch|russian|arabic)\b/i,
    () => 'I am sorry, I only speak English.',
  ],
  [/./, ({ text, now }) => answerTimeQuestion(text, now) ?? calculate(text)],
  [
    /^(?:(?:thanks|thank you|thank you very much|cheers|great|perfect)[,.! ]*)+(?:so much|a lot|for \w+(?: \w+)?)?[.!]*$/i,
    () => 'You are welcome.',
  ],
  [/^(?:(?:ok|okay),? )?(?:good ?bye|bye|bye bye|see you(?: later)?|good night)\b/i, () => 'Goodbye.'],
  [
    /^(?:hello|hi|hey|good (?:morning|afternoon|evening)|greetings)(?:,? (?:there|everyone|\w+))?[.!?]*$/i,
    (occasion) => greet(occasion.instructions),
  ],
  [/^(?:(?:yes|no|okay|ok|sure|fine|great|good|right|cool)[,.! ]*)+$/i, () => 'All right. What else can I do for you?'],
];

export function smallTalk(occasion: SmallTalkContext): string | undefined {
  for (const [pattern, reply] of REPLIES) {
    const said = pattern.test(occasion.text) ? reply(occasion) : undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}

export function greet(instructions: string): string {
  const { name } = findIdentity(instructions);
  return `Hello${name === undefined ? '' : `, I am ${name}`}. How can I help you?`;
}

function introduce({ instructions }: SmallTalkContext): string {
  return findIdentity(instructions).sentence ?? 'I am a small local voice agent. I run inside the relay and need no cloud.';
}

function explain({ tools }: SmallTalkContext): string {
  const abilities = tools.map(({ name, description }) => (description ?? spelledOut(name)).split(/[.\n]/)[0] ?? spelledOut(name));
  const known = 'I can tell the time and the date, do simple sums, tell a joke, and answer from what I was told.';
  if (abilities.length === 0) return known;
  return `On this page I can use these tools. ${abilities.slice(0, 4).map(asSentence).join(' ')} ${known}`;
}

function repeatLast({ history }: SmallTalkContext): string {
  const last = history.findLast((turn) => turn.type === 'said' && turn.role === 'assistant');
  return last?.type === 'said' ? last.text : 'I have not said anything yet.';
}

function recallName({ history }: SmallTalkContext): string {
  const names = history.flatMap((turn) => (turn.type === 'said' && turn.role === 'user' ? (nameIn(turn.text) ?? []) : []));
  return names.length === 0 ? 'You have not told me your name.' : `Your name is ${names.at(-1)}.`;
}

function nameIn(text: string): string | undefined {
  return /\b(?:[Mm]y name is|[Cc]all me) ([A-Z]\p{L}*(?: [A-Z]\p{L}*)?)/u.exec(text)?.[1];
}
