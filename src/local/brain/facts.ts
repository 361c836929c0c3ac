import { asSentence, topicsOf } from './words.js';

/** Sentences about the agent's behaviour, which are no facts. */
const ORDER =
  /^(?:you (?:must|should|can|will|may)|always|never|be |do not|don't|answer|speak|respond|reply|keep|use |if |when (?:the user|asked|someone)|act|call |greet|ask |only )/i;
const ABOUT_ITSELF = /^you(?: are|'re) /i;

/** Question words, and what an answer to them contains. */
const SIGNS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\bwhen\b|\bwhat time\b|\bhours\b/gi,
    /\b(?:\d{1,2}(?::\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.)|from \w+ to|until|noon|midnight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/i,
  ],
  [/\bhow (?:much|expensive)\b|\bprice\b|\bcosts?\b/gi, /[$€£]|\b(?:euros?|dollars?|pounds?|free|cents?)\b/i],
  [/\bwhere\b|\baddress\b|\blocat(?:ed|ion)\b/gi, /\b(?:street|road|avenue|square|floor|address|next to|located|near)\b/i],
  [/\bhow long\b|\bhow many\b/gi, /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|thirty) ?\w*\b/i],
];

/** A fact must contain half of what a question is about. */
const ENOUGH = 0.5;
const SIGN_WEIGHT = 0.6;
/** A word that no fact contains weighs less than a word that a single fact contains. */
const UNKNOWN_WEIGHT = 0.8;

/** Returns the fact in `instructions` that answers `question`, if any. */
export function answerFromFacts(question: string, instructions: string): string | undefined {
  const facts = sentencesOf(instructions).filter((sentence) => !ORDER.test(sentence) && !ABOUT_ITSELF.test(sentence));
  const topics = facts.map((fact) => new Set(topicsOf(fact)));
  const sign = SIGNS.find(([pattern]) => question.search(pattern) >= 0);
  const asked = [...new Set(topicsOf(sign === undefined ? question : question.replace(sign[0], '')))];
  const rarity = (stem: string): number => {
    const holders = topics.filter((set) => set.has(stem)).length;
    return holders === 0 ? UNKNOWN_WEIGHT : 2 / (1 + holders);
  };
  const askedWeight = asked.reduce((sum, stem) => sum + rarity(stem), 0);
  const scored = facts.map((fact, index) => {
    const shared = asked.filter((stem) => topics[index]?.has(stem));
    const share = askedWeight === 0 ? 0 : shared.reduce((sum, stem) => sum + rarity(stem), 0) / askedWeight;
    return {
      fact,
      score: share + (sign?.[1].test(fact) === true && (shared.length > 0 || asked.length === 0) ? SIGN_WEIGHT : 0),
    };
  });
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one), { fact: '', score: 0 });
  return best.score >= ENOUGH ? asSentence(best.fact) : undefined;
}

/** The agent's name and a sentence about itself, from the instructions. */
export function findIdentity(instructions: string): { readonly name?: string; readonly sentence?: string } {
  const sentence = sentencesOf(instructions).find((one) => ABOUT_ITSELF.test(one));
  const name = /\b(?:you(?: are|'re)(?: called| named)?|your name is) (?!an? |the )([A-Z]\p{L}+)/iu.exec(instructions)?.[1];
  const named = name !== undefined && /^[A-Z]/.test(name) ? { name } : {};
  return sentence === undefined
    ? named
    : { ...named, sentence: asSentence(sentence.replace(ABOUT_ITSELF, 'I am ').replace(/\byour\b/g, 'my')) };
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+|(?:^|\n)\s*[-*•]\s*/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
