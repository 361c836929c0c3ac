import { findDate } from './dates.js';
import { findTimeZones, resolveTimeZone } from './time-zones.js';
import { capitalised, mentionsOnly, wordSet } from './words.js';

const POLITE =
  'about again happen may might possible um uh wondering currently excuse forgot idea just mind moment right sorry still telling thank thanks us well wonder check got late';
const TIME_WORDS = wordSet(`clock current exact hour local time today ${POLITE}`);
const DATE_WORDS = wordSet(`current date day local today weekday ${POLITE}`);

const ASKS_TIME =
  /\b(?:what|which|the|current|local|exact|what's) (?:current |exact |local )*(?:time|hour|clock)\b|\btime (?:is it|please|now)\b|^\W*time\b|\bhow late is it\b/i;
const ASKS_DATE =
  /\b(?:what|which|the|current|today's)\b(?! a\b).*\b(?:day|date|weekday)\b|\bdate\b|^\s*what(?:'s| is| was)\W*$/i;
const DENIES = /\b(?:no|not|isn't)\b/i;
const OTHER_TIME = /\btime (?:was|will)\b/i;

/** A preposition and all that follows, except words that name no place. */
const PLACE =
  /\b(?:over )?((?:in|on|at) (?!(?:the|a|this) (?:moment|minute|second|morning|afternoon|evening|clock)\b|(?:what|which|me|us|here|there)\b)(\p{L}[\p{L}\p{M}'’., -]*?))(?=[.?!\s]*$|\s+(?:right now|now|please|at the moment)\b|,\s+(?:what|which|how|do|can|could|please|tell)\b)/iu;

/** Answers questions for the time or the date, here or elsewhere, today or on another day; `undefined` for anything else. */
export function answerTimeQuestion(text: string, now: Date): string | undefined {
  const day = findDate(text, now);
  const withoutDay = day === undefined ? text : text.replace(day.matched, ' ');
  const directed = PLACE.exec(withoutDay);
  const named =
    directed === null ? findTimeZones(withoutDay).find(({ city }) => withoutDay.includes(`${city} time`))?.city : undefined;
  const question = withoutDay
    .replace(directed?.[0] ?? new RegExp(`\\b${named ?? '^'}\\b`, 'i'), ' ')
    .replace(/\s+/g, ' ')
    .trim();

  const asked = askedFor(question, day !== undefined);
  if (asked === undefined) return undefined;
  const place = directed?.[2]?.trim() ?? named;
  const zone = place === undefined ? undefined : resolveTimeZone(place);
  if (place !== undefined && zone === undefined) {
    const phrase = (directed?.[1] ?? place).trim().replace(/\bmy\b/gi, 'your');
    return `I do not know ${asked === 'time' ? 'what time' : 'which day'} it is ${phrase}.`;
  }
  const where = place === undefined ? '' : ` ${directed?.[1]?.split(' ')[0]?.toLowerCase() ?? 'in'} ${capitalised(place)}`;
  const local = zone === undefined ? now : new Date(now.toLocaleString('en-US', { timeZone: zone }));
  if (asked === 'time') return `It is ${local.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' })}${where}.`;
  return `${describeDay(day === undefined ? undefined : findDate(text, local)?.iso, day?.words ?? '', local)}${where}.`;
}

function askedFor(question: string, hasDay: boolean): 'time' | 'date' | undefined {
  if (DENIES.test(question)) return undefined;
  if (!hasDay && ASKS_TIME.test(question) && !OTHER_TIME.test(question) && mentionsOnly(question, TIME_WORDS)) return 'time';
  return ASKS_DATE.test(question) && mentionsOnly(question.replace(/\bof the week\b/i, ' '), DATE_WORDS) ? 'date' : undefined;
}

/** `words` are those of the user, such as "tomorrow". */
function describeDay(iso: string | undefined, words: string, today: Date): string {
  const date = iso === undefined ? today : new Date(`${iso}T00:00`);
  const year = date.getFullYear() === today.getFullYear() ? {} : ({ year: 'numeric' } as const);
  const described = date.toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric', ...year });
  if (date.toDateString() === today.toDateString()) return `It is ${described}`;
  const subject = /^(?:tomorrow|yesterday)$/i.test(words) ? capitalised(words.toLowerCase()) : 'That';
  return `${subject} ${date < today ? 'was' : 'is'} ${described}`;
}
