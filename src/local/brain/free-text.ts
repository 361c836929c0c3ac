import { stemOf, wordsOf } from './words.js';

/** Words after which the content comes that a request is about: `remind me to …`, `a note that says …`, `search for …`. */
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
const LEADING = /^(?:(?:a|an|the|my|me|some|for|to|of|with|that|new) )+/i;
const TRAILING = /(?:,? please| (?:to|on|in|from|onto|for|into) (?:the|my|our|your)(?: \w+){1,3})[.!?]*$/i;

/** The part of `text` that a free-text parameter asks for. `known` are words that only say which tool is meant. */
export function findFreeText(text: string, known: ReadonlySet<string>): string | undefined {
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
