import { findNumbers } from './numbers.js';
import { wordsOf } from './words.js';

const HOURS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const NUMBER_WORDS = HOURS.slice(1).join('|');
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first'.split(
    ' ',
  );
const MONTH = `(?:${MONTHS.join('|')})`;
const DAY = `(?:\\d{1,2}(?:st|nd|rd|th)?|${ORDINALS.toReversed().join('|')})`;

const COUNT = `an?|${NUMBER_WORDS}|\\d+`;

const DATE = new RegExp(
  [
    '\\d{4}-\\d{2}-\\d{2}',
    'the day (?:after tomorrow|before yesterday)',
    "(?:today|tonight|tomorrow|yesterday)(?:'s)?",
    `in (?:${COUNT}) (?:day|week)s?`,
    `(?:${COUNT}) (?:day|week)s? (?:ago|from (?:now|today))`,
    `${MONTH} (?:the )?${DAY}`,
    `(?:the )?${DAY} (?:of )?${MONTH}`,
    `(?:next |this |last |on )?(?:${WEEKDAYS.join('|')})`,
  ]
    .map((form) => `\\b(?:${form})\\b`)
    .join('|'),
  'i',
);
const TIME =
  /\b(?:at )?(?:(\d{1,2})(?::(\d{2}))? ?(a\.?m\.?|p\.?m\.?|o'clock)|(\d{1,2}):(\d{2})|(noon|midnight)|half past (\d{1,2}|[a-z]+)|(?:at )(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})(?: (thirty|fifteen))?(?: (?:o'clock|(am|pm|a\.m\.|p\.m\.)))?)(?![\w:])/i;

export interface FoundDate {
  /** The part of the text that names the date, and the same without preposition. */
  readonly matched: string;
  readonly words: string;
  /** `YYYY-MM-DD`. */
  readonly iso: string;
}

/** The first date in `text`: the next one that fits, or in a sentence with "was" the last one. */
export function findDate(text: string, now: Date): FoundDate | undefined {
  const matched = DATE.exec(text)?.[0];
  if (matched === undefined) return undefined;
  const date = resolve(matched.toLowerCase().replace(/'s$/, ''), now, /\bwas\b/i.test(text));
  if (date === undefined || Number.isNaN(date.getTime())) return undefined;
  const iso = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  return { matched, words: matched.replace(/^(?:on|this) |'s$/gi, ''), iso };
}

const DAYS_FROM_TODAY: Readonly<Record<string, number>> = {
  today: 0,
  tonight: 0,
  tomorrow: 1,
  yesterday: -1,
  'the day after tomorrow': 2,
  'the day before yesterday': -2,
};

function resolve(words: string, now: Date, past: boolean): Date | undefined {
  const inDays = (days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  if (/^\d{4}-/.test(words)) return new Date(`${words}T00:00`);
  const fixed = DAYS_FROM_TODAY[words];
  if (fixed !== undefined) return inDays(fixed);
  const unit = /\b(day|week)s?(?: ago| from \w+)?$/.exec(words)?.[1];
  if (unit !== undefined) {
    const days = (findNumbers(wordsOf(words))[0]?.value ?? 1) * (unit === 'week' ? 7 : 1);
    return inDays(words.endsWith('ago') ? -days : days);
  }
  const weekday = WEEKDAYS.findIndex((day) => words.endsWith(day));
  if (weekday >= 0 && (past || words.startsWith('last'))) return inDays(-((now.getDay() - weekday + 6) % 7) - 1);
  if (weekday >= 0) return inDays(((weekday - now.getDay() + 6) % 7) + 1);
  const month = MONTHS.findIndex((name) => words.includes(name));
  const day = Number(/\d+/.exec(words)?.[0] ?? ORDINALS.findLastIndex((name) => words.includes(name)) + 1);
  const inYear = (year: number): Date => new Date(year, month, day);
  const date = inYear(now.getFullYear());
  // There is no February 30.
  if (date.getDate() !== day) return undefined;
  if (past) return date > now ? inYear(now.getFullYear() - 1) : date;
  return date < inDays(0) ? inYear(now.getFullYear() + 1) : date;
}

/** The first time of day in `text`, in the user's words and as `HH:MM`. */
export function findTime(text: string): { readonly words: string; readonly clock: string } | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [words, hour, minute, half, hour24, minute24, named, past, spoken, spokenMinute, spokenHalf] = match;
  const of = (hours: number, minutes: number): { words: string; clock: string } => ({
    words: words.replace(/^at /i, ''),
    clock: `${String(hours % 24).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`,
  });
  if (named !== undefined) return of(named.toLowerCase() === 'noon' ? 12 : 0, 0);
  if (hour24 !== undefined) return of(Number(hour24), Number(minute24));
  if (past !== undefined) return of(hourOf(past), 30);
  if (spoken !== undefined)
    return of(onClock(hourOf(spoken), spokenHalf), spokenMinute === undefined ? 0 : spokenMinute === 'thirty' ? 30 : 15);
  return of(onClock(Number(hour), half), Number(minute ?? 0));
}

function hourOf(word: string): number {
  const spoken = HOURS.indexOf(word.toLowerCase());
  return spoken >= 0 ? spoken : Number(word);
}

function onClock(hour: number, half: string | undefined): number {
  if (half?.startsWith('p') || half?.startsWith('P')) return (hour % 12) + 12;
  return half?.toLowerCase().startsWith('a') ? hour % 12 : hour;
}
