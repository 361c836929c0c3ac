import type { Tool } from './brain.js';
import { findValues } from './find-value.js';
import { tidy } from './free-text.js';
import { parametersOf, type Parameter } from './parameters.js';
import { spelledOut, stemOf, wordsOf } from './words.js';

/** What an utterance tells a tool. */
export interface Extracted {
  /** One object for each call that is meant: "the weather in Paris and Rome" is two. */
  readonly calls: readonly Readonly<Record<string, unknown>>[];
  /** The first required parameter of which nothing was said. */
  readonly missing: Parameter | undefined;
  /** How many arguments were said in a form that hardly means anything else, such as a colour or a choice. */
  readonly evidence: number;
}

/** `known` are arguments that were given before. */
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
    // What was said once is not said of two things; only numbers, told apart by their order, can be equal.
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

/** The answer to a question for just this parameter: if nothing of its kind is in it, all of it is the answer. */
export function answerFor(parameter: Parameter, text: string, now: Date): unknown {
  const [found] = findValues(parameter, text, new Set(), now);
  if (found !== undefined) return parameter.list ? [found] : found;
  const whole = tidy(text.replace(/^(?:it's|it is|the|in|to|for|at|um|uh|my name is|i think|let's say|make it)\s+/i, ''));
  return ['place', 'person', 'text', 'date', 'time', 'language', 'colour'].includes(parameter.kind) ? whole : undefined;
}

/** What to ask for a parameter that is missing. */
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
