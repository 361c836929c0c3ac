import { findNumbers } from './numbers.js';
import { wordsOf } from './words.js';

/** Each number is replaced with `#`. */
const OPERATIONS: readonly (readonly [RegExp, string, (left: number, right: number) => number])[] = [
  [/# percent of #/, 'percent of', (left, right) => (left / 100) * right],
  [/# (?:plus|added to) #|\badd # (?:and|to) #|\bsum of # and #/, 'plus', (left, right) => left + right],
  [/# (?:minus|less) #|\b(?:subtract|take) # (?:away )?from #/, 'minus', (left, right) => left - right],
  [/# (?:times|x|multiplied by) #|\bmultiply # (?:by|and|with) #/, 'times', (left, right) => left * right],
  [/# (?:divided by|over) #|\bdivide # by #/, 'divided by', (left, right) => left / right],
];
const SIGNS: Readonly<Record<string, string>> = {
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '×': 'times',
  '/': 'divided by',
  '÷': 'divided by',
};

/** Calculates with two numbers, as in "twelve times eight" or "15 percent of 80"; `undefined` for anything else. */
export function calculate(text: string): string | undefined {
  const words = wordsOf(
    text
      .replace(/(?<=\d)\s*([+*/×÷-])\s*(?=\d)/g, (_, sign: string) => ` ${SIGNS[sign] ?? sign} `)
      .replace(/(?<=\d)x(?=\d)/g, ' x ')
      .replace(/%/g, ' percent')
      .replace(/\bhalf of\b/i, '50 percent of'),
  );
  const [first, second, third] = findNumbers(words);
  if (first === undefined || second === undefined || third !== undefined || words[second.to] === 'percent') return undefined;
  // "minus eight" after a number is an operation, not a negative number.
  const subtracts = first.to === second.from && second.value < 0;
  const pattern = [
    ...words.slice(0, first.from),
    '#',
    ...words.slice(first.to, second.from),
    ...(subtracts ? ['minus'] : []),
    '#',
  ];
  const operation = OPERATIONS.find(([form]) => form.test(pattern.join(' ')));
  if (operation === undefined) return undefined;
  const values = [first.value, subtracts ? -second.value : second.value] as const;
  const [left, right] = pattern.at(-2) === 'from' ? values.toReversed() : values;
  if (left === undefined || right === undefined) return undefined;
  const result = operation[2](left, right);
  if (!Number.isFinite(result)) return 'A number cannot be divided by zero.';
  return `${left} ${operation[1]} ${right} is ${Math.round(result * 1000) / 1000}.`;
}
