import type { Tool } from './brain.js';
import { extractArguments, type Extracted } from './extract-arguments.js';
import { parametersOf } from './parameters.js';
import { spelledOut, stemOf, topicsOf } from './words.js';

export interface Choice {
  readonly tool: Tool;
  readonly score: number;
  readonly extracted: Extracted;
}

/** The weight of a word by where the tool mentions it. */
const WEIGHT = { name: 2, description: 1, parameter: 0.7 } as const;
/** Added for an unmistakable argument, such as a value of an enum. */
const EVIDENCE = 1.5;
/** Added when no required argument is missing. */
const COMPLETE = 0.6;
/** Below this score, the utterance is not about the tool. */
export const CHOSEN = 1.6;

/** Words in the names of all sorts of tools. */
const VAGUE = new Set(
  'get set show make change update do run call use add create find give check look up start open fetch list page return current given user value string tool function'
    .split(' ')
    .map(stemOf),
);

/** All tools with their scores for `text`, the best first. */
export function rankTools(tools: readonly Tool[], text: string, now: Date): Choice[] {
  const documents = tools.map(weightsOf);
  const asked = new Set(topicsOf(text));
  return tools
    .map((tool, index) => {
      const weights = documents[index] ?? new Map<string, number>();
      const extracted = extractArguments(tool, text, now);
      let score = extracted.evidence * EVIDENCE;
      let named = 0;
      for (const stem of asked) {
        const weight = weights.get(stem);
        if (weight === undefined) continue;
        const rarity = 0.5 + 1 / documents.filter((document) => document.has(stem)).length;
        score += weight * Math.min(1, rarity) * (VAGUE.has(stem) ? 0.25 : 1);
        named += 1;
      }
      const takesSomething = parametersOf(tool).some(({ required, kind }) => required && kind !== 'text');
      if (named > 0 && takesSomething && extracted.missing === undefined) score += COMPLETE;
      return { tool, score, extracted };
    })
    .sort((one, other) => other.score - one.score);
}

/** The tool that `text` asks for, if any. */
export function chooseTool(tools: readonly Tool[], text: string, now: Date): Choice | undefined {
  const [best] = rankTools(tools, text, now);
  return best !== undefined && best.score >= CHOSEN ? best : undefined;
}

function weightsOf(tool: Tool): Map<string, number> {
  const weights = new Map<string, number>();
  const count = (text: string, weight: number): void => {
    for (const stem of topicsOf(text)) weights.set(stem, Math.max(weights.get(stem) ?? 0, weight));
  };
  count(spelledOut(tool.name), WEIGHT.name);
  count(tool.description ?? '', WEIGHT.description);
  for (const { label, description, choices } of parametersOf(tool)) {
    count(`${label} ${description} ${choices.map((choice) => spelledOut(String(choice))).join(' ')}`, WEIGHT.parameter);
  }
  return weights;
}
