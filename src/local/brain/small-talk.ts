import nlp from 'compromise';
import { calculate } from './arithmetic.js';
import type { Tool, Turn } from './brain.js';
import { findIdentity } from './facts.js';
import { LANGUAGES } from './find-value.js';
import { answerTimeQuestion } from './time-questions.js';
import { listed, mentionsOnly, spelledOut, wordSet, wordsOf } from './words.js';

export interface SmallTalkContext {
  readonly text: string;
  readonly instructions: string;
  readonly history: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly now: Date;
}

/** A sentence has an intent if it contains one of its phrases and no other content words than `words`. */
interface Intent {
  readonly phrases: RegExp;
  readonly words: ReadonlySet<string>;
  readonly reply: (context: SmallTalkContext) => string;
}

const POLITE = 'also excuse idea just oh really right so sorry still thank thanks today us well way';

function intent(phrases: string, moreWords: string, reply: Intent['reply']): Intent {
  const words = phrases.replace(/[^\w']+/g, ' ').trim();
  return { phrases: new RegExp(`\\b(?:${phrases})\\b`), words: wordSet(`${words} ${moreWords} ${POLITE}`), reply };
}

const JOKES = [
  'Why did the microphone break up with the speaker? There was too much feedback.',
  'I told my computer that I needed a break. It has been saying no problem, I will go to sleep, ever since.',
  'There are two hard things in programming: naming things, and off by one errors. And cache invalidation.',
];

const STOP = intent(
  "stop|quiet|shut up|silence|hush|enough|never ?mind|forget (?:it|that|about it)|cancel|that's all|that will do|don't talk|wait|hold on|hang on|pause|quit|(?:give me|just|for|one) (?:a )?(?:moment|second|minute|while)",
  'be never nevermind speaking talking',
  () => 'All right.',
);

/** First match wins. */
const INTENTS: readonly Intent[] = [
  STOP,
  intent(
    'joke|jokes|laugh|funny|amuse|entertain|cheer me up',
    'about another crack good got hear make more one something',
    ({ history }) => JOKES[history.filter(({ type }) => type === 'said').length % JOKES.length] ?? '',
  ),
  intent(
    'my name|who i am|who am i$|am i called|call me|name did i',
    'again forget forgotten gave people recall remember said',
    recallName,
  ),
  intent(
    "who are you|who is this|who's there|who am i|whom am i|your name|you (?:have|got) a name|call you|you called|yourself|robot|human|machine|computer|person|ai|bot|real|^(?:and )?what are you$",
    'about called introduce may speaking talking',
    ({ instructions }) =>
      findIdentity(instructions).sentence ?? 'I am a small local voice agent. I run inside the relay and need no cloud.',
  ),
  intent(
    "how(?:'s| is| are| have| was) (?:it going|you|things|everything|life|your day)|how do you (?:do|feel)|what's up|are you (?:doing )?(?:okay|ok|all right|well)|everything (?:all right|okay|ok)",
    'been feeling good morning',
    () => 'I am fine, thank you. How can I help?',
  ),
  intent(
    `(?:speak|talk|answer|reply|say|understand|know|switch|change)\\b.* ${LANGUAGES}|languages?|language`,
    'other',
    () => 'I am sorry, I only speak English.',
  ),
  intent(
    'good ?bye|goodbye|bye|(?<!to )see you|see ya|ciao|good night|have an? (?:good|nice|great)|farewell|take care|catch you later|talk to you later|until next time|so long|have to go|leaving',
    'all around day evening one soon tomorrow',
    () => 'Goodbye.',
  ),
  intent(
    'thank|thanks|thank you|cheers|appreciate|appreciated|very kind',
    'all everything friend good great help helpful helping indeed lot many million much perfect time yes',
    () => 'You are welcome.',
  ),
  intent(
    "(?:say|come|repeat|once|that)\\b.* again|^again|repeat|once more|one more time|did you say|did you just say|you said|pardon|what was that|(?:didn't|did not) (?:catch|hear|understand|get)|missed that|^sorry$|^what$|^excuse me$",
    'beg last thing',
    repeatLast,
  ),
  intent(
    'help|can you|can i|could i|you can do|able|capable|abilities|functions|skills|features|options|what do you do|what do you know|do you work|good at|anything else|what else',
    'about ask else here show things',
    explain,
  ),
  intent(
    'hello|hi|hey|hiya|howdy|greetings|welcome|nice to meet you|pleased to meet you|are you there|hear me|^(?:good )?(?:morning|afternoon|evening|day)',
    'again agent anybody everyone',
    ({ instructions }) => greet(instructions),
  ),
  intent(
    '^(?:yes|no|okay|ok|sure|fine|great|good|right|cool|perfect|all right)',
    '',
    () => 'All right. What else can I do for you?',
  ),
];

/** Answers what needs neither tools nor facts; `undefined` for anything else. */
export function smallTalk(context: SmallTalkContext): string | undefined {
  const { text, now, instructions } = context;
  const { name } = findIdentity(instructions);
  const withoutName = name === undefined ? text : text.replaceAll(name, ' ');
  return (
    answerTimeQuestion(text, now) ??
    calculate(text) ??
    meet(text) ??
    INTENTS.find((candidate) => matches(candidate, withoutName))?.reply(context)
  );
}

export function isGivingUp(text: string): boolean {
  return matches(STOP, text) || /\b(?:never ?mind|forget it|cancel)\b/i.test(text);
}

function matches({ phrases, words }: Intent, text: string): boolean {
  return phrases.test(wordsOf(text).join(' ')) && mentionsOnly(text, words);
}

export function greet(instructions: string): string {
  const { name } = findIdentity(instructions);
  return `Hello${name === undefined ? '' : `, I am ${name}`}. How can I help you?`;
}

function explain({ tools }: SmallTalkContext): string {
  const known = 'tell the time and the date, do simple sums, tell a joke, and answer from what I was told.';
  if (tools.length === 0) return `I can ${known}`;
  return `On this page I can ${listed(tools.slice(0, 4).map(abilityOf))}. I can also ${known}`;
}

/** What a tool does, as it follows "I can": its description if that starts with a verb, else its name. */
function abilityOf({ name, description = '' }: Tool): string {
  const [first = '', ...rest] = description.split(/[.\n]/)[0]?.trim().split(' ') ?? [];
  const verb = first
    .toLowerCase()
    .replace(/ies$/, 'y')
    .replace(/(?<=ch|sh|ss|x|zz|o)es$|(?<=[^s])s$/, '');
  if (rest.length > 0 && nlp(verb).has('#Verb')) {
    return [verb, ...rest]
      .join(' ')
      .replace(/\bthe user's\b/g, 'your')
      .replace(/\bthe user\b/g, 'you');
  }
  return spelledOut(name).replace(/^(\w+) (?!(?:to|from|in|on|up|for|all|an?|the|my)\b)(?=\w)/, '$1 the ');
}

function repeatLast({ history }: SmallTalkContext): string {
  const last = history.findLast((turn) => turn.type === 'said' && turn.role === 'assistant');
  return last?.type === 'said' ? last.text : 'I have not said anything yet.';
}

function meet(text: string): string | undefined {
  const name = nameIn(text);
  return name === undefined ? undefined : `Nice to meet you, ${name}.`;
}

function recallName({ history }: SmallTalkContext): string {
  const names = history.flatMap((turn) => (turn.type === 'said' && turn.role === 'user' ? (nameIn(turn.text) ?? []) : []));
  return names.length === 0 ? 'You have not told me your name.' : `Your name is ${names.at(-1)}.`;
}

/** After "I am", only known first names count: "I am German" is no introduction. */
function nameIn(text: string): string | undefined {
  const introduced = /\b(?:name(?:'s| is)|[Cc]alls? me|(?:I am|I'm) called) (\p{Lu}\p{L}*(?: \p{Lu}\p{L}*)?)/u.exec(text)?.[1];
  if (introduced !== undefined) return introduced;
  const name = /\b(?:I am|I'm|[Tt]his is|[Ii]t's) (\p{Lu}\p{L}+)(?=[.,!]?(?: here| speaking| by the way)?[.!]?$)/u.exec(
    text,
  )?.[1];
  return name !== undefined && nlp(name).has('#FirstName') ? name : undefined;
}
