/** Words without content. */
const STOP_WORDS = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have he her here hers him his how i if in into is it ' +
    'its just let me my no not of off on or our ours out over please she should so some than that the their them then there these ' +
    'they this those to too up us was we were what when where which who whom whose why will with would you your yours am ' +
    "i'm i'd i'll i've it's that's what's who's where's there's don't can't didn't doesn't isn't let's you're we're they're okay ok " +
    'hey hi hello now want need like know tell give say many much any more'
  ).split(' '),
);

/** Spellings and synonyms. */
const SAME = new Map(
  Object.entries({
    color: 'colour',
    gray: 'grey',
    center: 'centre',
    favorite: 'favourite',
    reminder: 'remind',
    cost: 'price',
    charge: 'price',
    fee: 'price',
    hours: 'open',
    shipping: 'deliver',
    delivery: 'deliver',
    refund: 'return',
    telephone: 'phone',
    location: 'address',
    located: 'address',
    temperature: 'weather',
    forecast: 'weather',
  }).map(([word, same]) => [crudeStem(word), crudeStem(same)]),
);

/** The words in lower case and without punctuation. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/(?<=\d),(?=\d{3}\b)/g, '')
    .replace(/[^\p{L}\p{M}\p{N}'%$€£.+-]+/gu, ' ')
    .split(' ')
    .map((word) => word.replace(/^['.-]+|['.-]+$/g, ''))
    .filter((word) => word !== '');
}

/** The stems of all content words. */
export function topicsOf(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stemOf);
}

export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Whether all content words of `text` are in `allowed`. */
export function mentionsOnly(text: string, allowed: ReadonlySet<string>): boolean {
  return wordsOf(text).every((word) => [word, word.replace(/'s$/, '')].some((form) => STOP_WORDS.has(form) || allowed.has(form)));
}

/** One form for `opens`, `opening` and `opened`, and for `colour` and `color`. */
export function stemOf(word: string): string {
  const stem = crudeStem(word);
  return SAME.get(stem) ?? stem;
}

function crudeStem(word: string): string {
  const stem = word.replace(/'s$/, '');
  if (stem.length < 4) return stem;
  if (stem.length === 4) return stem.replace(/(?<=[^s])s$/, '');
  return stem
    .replace(/ies$/, 'y')
    .replace(/(?<=x|ch|sh|ss|z)es$|(?<=[^sui])s$/, '')
    .replace(/(?<=..)(?:ing|ed)$/, '')
    .replace(/(?<=[^aeiou])e$/, '')
    .replace(/([bdgmnprt])\1$/, '$1');
}

/** `set_pageColor` as `set page color`. */
export function spelledOut(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_\-./]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** The position of `phrase` in `text`, compared word by word; -1 if it is missing. */
export function findPhrase(text: string, phrase: string): number {
  const wanted = wordsOf(phrase).map(stemOf).join(' ');
  const within = ` ${wordsOf(text).map(stemOf).join(' ')} `;
  return wanted === '' ? -1 : within.indexOf(` ${wanted} `);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** Capitalises the words of a name: `rio de janeiro` becomes `Rio de Janeiro`. */
export function capitalised(name: string): string {
  return name.replace(/(^|[\s-])(?!(?:the|of|de|and)\b)\p{Ll}/gu, (start) => start.toUpperCase());
}

/** Adds a capital letter and a full stop. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]["')]?$/.test(capital) ? capital : `${capital}.`;
}
