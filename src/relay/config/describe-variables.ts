import { z } from 'zod';
import { explanations, type Explanation } from './explanation.js';
import { SECTIONS } from './sections.js';

/** A variable as people are told of it. */
export interface DescribedVariable extends Explanation {
  readonly name: string;
  /** As it would stand in the environment; absent where there is none. */
  readonly byDefault?: string;
}

export interface DescribedSection {
  readonly title: string;
  readonly variables: readonly DescribedVariable[];
}

/** Everything that can be set, read out of the schema that checks it. */
export function describeVariables(): readonly DescribedSection[] {
  return SECTIONS.map(({ title, shape }) => ({
    title,
    variables: Object.entries(shape).map(([name, schema]) => {
      const byDefault = defaultOf(schema);
      return { name, about: '', ...explanations.get(schema), ...(byDefault !== '' && { byDefault }) };
    }),
  }));
}

function defaultOf(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodDefault)) return '';
  const value: unknown = schema.def.defaultValue;
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** Breaks a text into lines of at most `width` characters; a longer word has a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
