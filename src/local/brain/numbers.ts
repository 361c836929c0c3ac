const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9 };

export interface FoundNumber {
  readonly value: number;
  /** Index of its first word, and of the first word after it. */
  readonly from: number;
  readonly to: number;
}

/** Every number in `words`, whether in digits or in words: `twenty five`, `two hundred and one`, `3.5`, `$12`, `minus 4`. */
export function findNumbers(words: readonly string[]): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (let at = 0; at < words.length;) {
    const number = readDigits(words, at) ?? readWords(words, at);
    if (number === undefined) at += 1;
    else {
      const negative = /^(?:minus|negative)$/.test(words[at - 1] ?? '');
      found.push(negative ? { ...number, value: -number.value, from: at - 1 } : number);
      at = number.to;
    }
  }
  return found;
}

function readDigits(words: readonly string[], from: number): FoundNumber | undefined {
  const digits = (words[from] ?? '').replace(/^[$€£]|%$|(?<=\d)(?:st|nd|rd|th)$/g, '');
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(digits)) return undefined;
  const scale = SCALES[words[from + 1] ?? ''];
  return { value: Number(digits) * (scale ?? 1), from, to: from + (scale === undefined ? 1 : 2) };
}

function readWords(words: readonly string[], from: number): FoundNumber | undefined {
  let total = 0;
  let group: number | undefined;
  let at = from;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const small = smallNumber(word);
    if (small !== undefined) {
      if (group !== undefined && !(group % 10 === 0 && small < (group % 100 === 0 ? 100 : 10))) break;
      group = (group ?? 0) + small;
    } else if (word === 'hundred' && group !== undefined) group *= 100;
    else if (Object.hasOwn(SCALES, word) && group !== undefined) {
      total += group * (SCALES[word] ?? 1);
      group = 0;
    } else if (!(
      word === 'and' &&
      group !== undefined &&
      group % 100 === 0 &&
      smallNumber(words[at + 1] ?? '') !== undefined &&
      group > 0
    ))
      break;
  }
  if (group === undefined) return undefined;
  return { ...readFraction(words, at, total + group), from };
}

/** `three point five`. */
function readFraction(words: readonly string[], at: number, whole: number): { value: number; to: number } {
  let digits = '';
  let to = at + 1;
  if (words[at] === 'point')
    for (let unit = UNITS.indexOf(words[to] ?? ''); unit >= 0 && unit < 10; unit = UNITS.indexOf(words[(to += 1)] ?? ''))
      digits += unit;
  return digits === '' ? { value: whole, to: at } : { value: Number(`${whole}.${digits}`), to };
}

function smallNumber(word: string): number | undefined {
  const [tens = '', unit] = word.split('-');
  const ten = TENS.indexOf(tens);
  const one = UNITS.indexOf(unit ?? tens);
  if (ten >= 0) return 20 + 10 * ten + (unit === undefined ? 0 : Math.max(0, one));
  return unit === undefined && one >= 0 ? one : undefined;
}
