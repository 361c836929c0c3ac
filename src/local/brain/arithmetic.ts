import { findNumbers } from './numbers.js';
import { wordsOf } from './words.js';

const OPERATIONS: readonly (readonly [RegExp, string, (left: number, right: number) => number])[] = [
  [/^(?:plus|and|\+|added to)$/, 'plus', (left, right) => left + right],
  [/^(?:minus|-|less)$/, 'minus', (left, right) => left - right],
  [/^(?:times|x|multiplied by)$/, 'times', (left, right) => left * right],
  [/^(?:divided by|over)$/, 'divided by', (left, right) => left / right],
  [/^(?:percent of|% of|of)$/, 'percent of', (left, right) => (left / 100) * right],
];

/** The result of one sum of two numbers, such as "twelve times eight" or "15 percent of 80". */
export function calculate(text: string): string | undefined {
  const percent = /\bpercent of\b|% of/i.test(text);
  const words = wordsOf(
    text
      .replace(/(\d)\s*([+*/x×÷-])\s*(?=\d)/g, (_, digit: string, sign: string) => `${digit} ${SPOKEN[sign] ?? sign} `)
      .replace(/%/g, ' percent'),
  );
  const [left, right] = findNumbers(words);
  if (left === undefined || right === undefined) return undefined;
  const between = words.slice(left.to, right.from).join(' ') || (right.value < 0 ? 'minus' : '');
  const operation = OPERATIONS.find(([pattern]) => pattern.test(between));
  if (operation === undefined || (operation[1] === 'percent of') !== percent) return undefined;
  if (operation[1] === 'plus' && between === 'and' && !/\b(?:add|sum|plus)\b/i.test(text)) return undefined;
  const second = between === 'minus' && right.value < 0 ? -right.value : right.value;
  const result = operation[2](left.value, second);
  if (!Number.isFinite(result)) return 'That cannot be divided.';
  return `${left.value} ${operation[1]} ${second} is ${Math.round(result * 1000) / 1000}.`;
}

const SPOKEN: Readonly<Record<string, string>> = {
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  x: 'times',
  '×': 'times',
  '/': 'divided by',
  '÷': 'divided by',
};
