import type { Tool } from './brain.js';
import { findValues, tidy } from './find-value.js';
import { parametersOf, type Parameter } from './parameters.js';
import { spelledOut, stemOf, wordsOf } from './words.js';

/** The arguments in an utterance. */
export interface Extracted {
  /** One object for each call: "the weather in Paris and Rome" makes two. */
  readonly calls: readonly Readonly<Record<string, unknown>>[];
  /** The first required parameter without a value. */
  readonly missing: Parameter | undefined;
  /** How many arguments are unmistakable, such as a colour or a choice. */
  readonly evidence: number;
}

/** `known` are arguments from earlier turns. */
export function extractArguments(tool: Tool, text: string, now: Date, known: Readonly<Record<string, unknown>> = {}): Extracted {
  const parameters = parametersOf(tool);
  const toolWords = wordsOfTool(tool, parameters);
  const values: Record<string, unknown> = { ...known };
  let several: { readonly name: string; readonly values: readonly unknown[] } | undefined;
  let evidence = 0;
  let numbersTaken = 0;

  for (const parameter of parameters) {
    if (Object.hasOwn(values, parameter.name)) continue;
    const all = findValues(parameter, text, toolWords, now);
    const taken = new Set(Object.values(values));
    // One value is not used twice; only numbers, which are told apart by their order, can be equal.
    const found =
      parameter.kind === 'number'
        ? all.slice(numbersTaken)
        : all.filter((value) => typeof value !== 'string' || !taken.has(value));
    if (found.length === 0) {
      if (parameter.fallback !== undefined && parameter.required) values[parameter.name] = parameter.fallback;
      continue;
    }
    if (parameter.kind === 'number') numbersTaken += 1;
    if (parameter.kind === 'choice' || parameter.kind === 'colour') evidence += 1;
    values[parameter.name] = parameter.list ? listOf(parameter, found) : found[0];
    const repeatable =
      parameter.required && !parameter.list && ['choice', 'colour', 'place', 'time-zone'].includes(parameter.kind);
    if (repeatable && found.length > 1 && /\band\b|,/.test(text)) several ??= { name: parameter.name, values: found };
  }
  const missing = parameters.find(({ name, required }) => required && !Object.hasOwn(values, name));
  const calls = several?.values.map((value) => ({ ...values, [several.name]: value })) ?? [values];
  return { calls, missing, evidence };
}

const QUESTION =
  /\?\s*$|^(?:what|which|who|whose|when|where|why|how|is|are|am|do|does|did|can|could|will|would|should|have|has)\b/i;
const PROPOSAL = /^(?:how|what) about\b|^(?:can|could|would|will) (?:you|we|it)\b/i;
const NAME = /^(?:the )?\p{Lu}[\p{L}'-]*(?: (?:de|of|the|and|\p{Lu}[\p{L}'-]*))*$|^[\p{L}'-]+$/u;
const LEAD_IN = /^(?:(?:the|in|to|for|at|from|um|uh|my name is|it's called|i think|let's say|maybe|make it)\s+)+/i;

/** The value that `text` gives for `parameter` after a question for it; questions have none. */
export function answerFor(parameter: Parameter, text: string, now: Date): unknown {
  if (QUESTION.test(text) && !PROPOSAL.test(text)) return undefined;
  const [found] = findValues(parameter, text, new Set(), now);
  if (found !== undefined && parameter.kind !== 'text') return parameter.list ? [found] : found;
  const whole = tidy(text.replace(LEAD_IN, '').replace(/,? please\W*$/i, ''));
  if (parameter.kind === 'text') return whole;
  const isName = parameter.kind === 'place' || parameter.kind === 'person' || parameter.kind === 'language';
  return isName && whole !== undefined && NAME.test(whole) ? whole : undefined;
}

/** The question for a missing parameter. */
export function questionFor({ kind, label, choices }: Parameter): string {
  if (kind === 'choice' && choices.length <= 6)
    return `Which ${label}: ${choices.map((choice) => spelledOut(String(choice))).join(', ')}?`;
  if (kind === 'number') return `What ${label} should it be?`;
  if (kind === 'date') return 'For which day?';
  if (kind === 'time') return 'At what time?';
  if (kind === 'text') return `What should the ${label} be?`;
  return kind === 'time-zone' ? 'For which city?' : `Which ${label}?`;
}

function listOf(parameter: Parameter, found: readonly unknown[]): readonly unknown[] {
  if (parameter.kind !== 'text') return found;
  return found.flatMap((text) =>
    typeof text === 'string' ? text.split(/\s*(?:,|\band\b)\s*/).filter((part) => part !== '') : [text],
  );
}

function wordsOfTool(tool: Tool, parameters: readonly Parameter[]): ReadonlySet<string> {
  const text = [spelledOut(tool.name), ...parameters.map(({ label }) => label)].join(' ');
  return new Set(wordsOf(text).map(stemOf));
}
