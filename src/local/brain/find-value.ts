import nlp from 'compromise';
import { findColours } from './colours.js';
import { findDate, findTime } from './dates.js';
import { findNumbers } from './numbers.js';
import type { Parameter } from './parameters.js';
import { findTimeZones } from './time-zones.js';
import { findPhrase, spelledOut, stemOf, wordsOf } from './words.js';

export const LANGUAGES =
  '(?:english|german|french|spanish|italian|portuguese|dutch|swedish|norwegian|danish|finnish|polish|czech|russian|ukrainian|turkish|greek|arabic|hebrew|hindi|bengali|chinese|mandarin|japanese|korean|vietnamese|thai|indonesian)';
const TRUE = /\b(?:on|enable|enabled|activate|activated|yes|true|start|with|unmute|show|open)\b/i;
const FALSE = /\b(?:off|disable|disabled|deactivate|no|not|false|stop|without|mute|hide|close|don't)\b/i;

/** All values for `parameter` in `text`, in order. */
export function findValues(parameter: Parameter, text: string, known: ReadonlySet<string>, now: Date): unknown[] {
  const words = wordsOf(text);
  switch (parameter.kind) {
    case 'choice':
      return findChoices(parameter, text);
    case 'boolean':
      return FALSE.test(text) ? [false] : TRUE.test(text) ? [true] : [];
    case 'number':
      return inUnitOf(parameter, words)
        .map((value) => (parameter.whole ? Math.round(value) : value))
        .filter((value) => value >= parameter.minimum && value <= parameter.maximum);
    case 'colour':
      return findColours(words);
    case 'time-zone':
      return findTimeZones(text).map(({ zone }) => zone);
    case 'place':
      return findPlaces(parameter, text);
    case 'date':
      return findDates(parameter, text, now);
    case 'time':
      return [findTime(text)].flatMap((time) =>
        time === undefined ? [] : [parameter.format === 'time' ? time.clock : time.words],
      );
    case 'language':
      return [...text.matchAll(new RegExp(`\\b${LANGUAGES}\\b`, 'gi'))].map(
        ([name]) => name.charAt(0).toUpperCase() + name.slice(1).toLowerCase(),
      );
    case 'person':
      return findPeople(text);
    case 'email':
      return text.match(/[\w.+-]+@[\w-]+\.[\w.]*\w/g) ?? [];
    case 'digits':
      return findDigits(words);
    case 'text':
      return [findFreeText(text, known)].filter((found) => found !== undefined);
  }
}

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** "Two minutes and ten seconds" are 130 where seconds are wanted. */
function inUnitOf({ label }: Parameter, words: readonly string[]): number[] {
  const wanted = secondsIn(label);
  const numbers = findNumbers(words).map(({ value, to }) => ({ value, seconds: secondsIn(words[to] ?? '') }));
  if (wanted === undefined || numbers.length === 0 || numbers.some(({ seconds }) => seconds === undefined)) {
    return numbers.map(({ value }) => value);
  }
  return [numbers.reduce((sum, { value, seconds = 0 }) => sum + (value * seconds) / wanted, 0)];
}

function secondsIn(text: string): number | undefined {
  const unit = /\b(second|minute|hour|day)s?\b/.exec(text)?.[1];
  return unit === undefined ? undefined : SECONDS[unit];
}

/** Choices are compared as they are spoken: `dark_mode` as "dark mode". Of two that overlap the longer wins. */
function findChoices({ choices }: Parameter, text: string): unknown[] {
  const said = choices
    .map((choice) => ({ choice, phrase: spelledOut(String(choice)), at: findPhrase(text, spelledOut(String(choice))) }))
    .filter(({ at }) => at >= 0);
  return said
    .filter(
      ({ phrase, at }) =>
        !said.some((other) => other.phrase.length > phrase.length && other.at <= at && at < other.at + other.phrase.length),
    )
    .sort((one, other) => one.at - other.at)
    .map(({ choice }) => choice);
}

function findPlaces(parameter: Parameter, text: string): string[] {
  const directed = directionOf(parameter)?.exec(text)?.[1];
  if (directed !== undefined) return [directed];
  const zones = findTimeZones(text).map(({ city }) => city);
  const known = [...namesIn(nlp(text).places().out('array')).flatMap(splitPlaces), ...zones];
  const places = known.filter(
    (place, index) => known.findIndex((other) => other.toLowerCase() === place.toLowerCase()) === index,
  );
  if (places.length > 0) return places;
  // No list has all names, but the recogniser writes them with a capital letter.
  return [...text.matchAll(/\b(?:in|at|near|around|to|for|of) ((?:[A-Z][\p{L}'-]+ ?)+)/gu)].map(([, place = '']) => place.trim());
}

/** "Rome and Oslo" are two places, "Paris, Texas" is one. */
function splitPlaces(place: string): string[] {
  const isRegional = /^[^,]+, \p{Lu}\p{L}+\W*$/u.test(place) && findTimeZones(place).length < 2;
  if (isRegional) return [tidy(place) ?? place];
  return place.split(/\s*(?:,|\band\b)\s*/).flatMap((name) => tidy(name.replace(/'s$/, '')) ?? []);
}

/** `from` and `to` distinguish the two places of a journey. */
function directionOf({ label }: Parameter): RegExp | undefined {
  if (/\b(?:from|origin|departure|source)\b/.test(label))
    return /\bfrom ((?:[A-Z][\p{L}'-]+ ?)+?)(?= (?:to|on|at|for)\b|[ ,.?!]*$)/u;
  if (/\b(?:to|destination|arrival|target)\b/.test(label))
    return /\bto ((?:[A-Z][\p{L}'-]+ ?)+?)(?= (?:from|on|at|for)\b|[ ,.?!]*$)/u;
  return undefined;
}

function findDates({ format, description }: Parameter, text: string, now: Date): string[] {
  const date = findDate(text, now);
  if (date === undefined) return [];
  if (format === 'date-time') return [`${date.iso}T${findTime(text)?.clock ?? '00:00'}:00`];
  return [format === 'date' || /YYYY|ISO|8601/.test(description) ? date.iso : date.words];
}

function findPeople(text: string): string[] {
  const introduced = /\b(?:my name is|i am called|this is|name of|under the name) ((?:[A-Z][\p{L}'-]+ ?)+)/u.exec(text)?.[1];
  if (introduced !== undefined) return [introduced.trim()];
  return namesIn(nlp(text).people().out('array')).flatMap((person) => tidy(person.replace(/'s$/, '')) ?? []);
}

function namesIn(found: unknown): string[] {
  return Array.isArray(found) ? found.filter((name: unknown) => typeof name === 'string') : [];
}

/** Digits are spoken one by one or in groups; together they are one number. */
function findDigits(words: readonly string[]): string[] {
  const digits = words.filter((word) => /^[a-z]*\d[\w-]*$/i.test(word)).join('');
  if (digits !== '') return [digits.toUpperCase()];
  const spoken = findNumbers(words).map(({ value }) => String(value));
  return spoken.length > 0 ? [spoken.join('')] : [];
}

/** Words before the content of a request: `remind me to …`, `a note that says …`, `search for …`. */
const INTRODUCTIONS = [
  /\b(?:that says|saying|which says|that reads|titled|entitled|called|named)\s+(.+)$/i,
  /["“”](.+)["“”]/,
  /:\s+(.+)$/,
  /\b(?:search|look|looking|google)(?: \w+)?? for\s+(.+)$/i,
  /\b(?:remind|tell|ask) \w+ (?:to|that|about)\s+(.+)$/i,
  /\b(?:about|regarding|concerning)\s+(.+)$/i,
];

const COMMAND =
  /^(?:please |could you |can you |would you |will you |i want you to |i would like you to |i'd like to |i want to |let's )+/i;
const LEADING = /^(?:(?:a|an|the|my|me|some|for|to|of|with|that|new)(?: |$))+/i;
const TRAILING = /(?:,? please| (?:to|on|in|from|onto|for|into) (?:the|my|our|your)(?: \w+){1,3})[.!?]*$/i;

/** The part of `text` that belongs into a free-text parameter. `known` are words that only identify the tool. */
function findFreeText(text: string, known: ReadonlySet<string>): string | undefined {
  for (const introduction of INTRODUCTIONS) {
    const content = introduction.exec(text)?.[1];
    if (content !== undefined) return tidy(content);
  }
  const asked = text.replace(COMMAND, '').replace(TRAILING, '').split(' ');
  const isKnown = (word: string | undefined): boolean => wordsOf(word ?? '').every((plain) => known.has(stemOf(plain)));
  while (asked.length > 0 && isKnown(asked[0])) asked.shift();
  while (asked.length > 0 && isKnown(asked.at(-1))) asked.pop();
  return tidy(asked.join(' ').replace(LEADING, ''));
}

export function tidy(text: string): string | undefined {
  const tidied = text.trim().replace(/[\s.,!?;]+$/, '');
  return tidied === '' ? undefined : tidied;
}
