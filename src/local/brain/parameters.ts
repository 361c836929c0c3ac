import type { Tool } from './brain.js';
import { spelledOut } from './words.js';

/** The kind of value that a parameter takes, derived from its JSON schema. */
export type ParameterKind =
  | 'choice'
  | 'boolean'
  | 'number'
  | 'colour'
  | 'time-zone'
  | 'place'
  | 'date'
  | 'time'
  | 'language'
  | 'person'
  | 'email'
  | 'digits'
  | 'text';

export interface Parameter {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly kind: ParameterKind;
  readonly required: boolean;
  /** The value is a list of this kind. */
  readonly list: boolean;
  readonly whole: boolean;
  readonly choices: readonly (string | number)[];
  readonly minimum: number;
  readonly maximum: number;
  /** The schema's `format`, such as `date`. */
  readonly format: string;
  readonly fallback: unknown;
}

/** First match wins, in the parameter's name, then in its description. */
const KINDS: readonly (readonly [RegExp, ParameterKind])[] = [
  [/colou?r/, 'colour'],
  [/time ?zone|iana/, 'time-zone'],
  [/e-?mail/, 'email'],
  [/\b(?:phone|zip|postcode|postal|code|pin|id|number|order)\b/, 'digits'],
  [/\blanguage\b|\blocale\b/, 'language'],
  [/\b(?:city|town|country|place|location|destination|origin|departure|arrival|region|state|where)\b/, 'place'],
  [/\b(?:date|day|deadline)\b/, 'date'],
  [/\btime\b/, 'time'],
  [/\b(?:person|contact|recipient|guest|customer|who)\b|\b(?:first|last|full|your|user) ?name\b|^name$/, 'person'],
];

/** The parameters of a tool in the order of its schema. */
export function parametersOf(tool: Tool): Parameter[] {
  const schema = tool.parameters ?? {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(record(schema['properties'])).map(([name, given]) => {
    const whole = record(given);
    const list = typeOf(whole) === 'array';
    const one = list ? record(whole['items']) : whole;
    const description = typeof whole['description'] === 'string' ? whole['description'] : '';
    return {
      name,
      label: spelledOut(name),
      description,
      kind: kindOf(name, description, one),
      required: required.includes(name),
      list,
      whole: typeOf(one) === 'integer',
      choices: choicesOf(one),
      minimum: typeof one['minimum'] === 'number' ? one['minimum'] : -Infinity,
      maximum: typeof one['maximum'] === 'number' ? one['maximum'] : Infinity,
      format: typeof one['format'] === 'string' ? one['format'] : '',
      fallback: whole['default'],
    };
  });
}

function kindOf(name: string, description: string, schema: Readonly<Record<string, unknown>>): ParameterKind {
  if (choicesOf(schema).length > 0) return 'choice';
  const type = typeOf(schema);
  if (type === 'boolean') return 'boolean';
  if (type === 'number' || type === 'integer') return 'number';
  const format = schema['format'];
  if (format === 'date' || format === 'date-time') return 'date';
  if (format === 'time' || format === 'email') return format;
  const label = spelledOut(name);
  const lower = description.toLowerCase();
  return (
    (KINDS.find(([pattern]) => pattern.test(label)) ??
      (isFreeText(label) ? undefined : KINDS.find(([pattern]) => pattern.test(lower))))?.[1] ?? 'text'
  );
}

/** These take any text, whatever their description mentions. */
function isFreeText(label: string): boolean {
  return /\b(?:query|text|message|content|title|note|question|item|task|search|term|topic|subject|body|song)\b/.test(label);
}

function choicesOf(schema: Readonly<Record<string, unknown>>): (string | number)[] {
  const listed: readonly unknown[] = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : [];
  return listed.filter((choice) => typeof choice === 'string' || typeof choice === 'number');
}

/** `["string", "null"]` is an optional string. */
function typeOf(schema: Readonly<Record<string, unknown>>): unknown {
  const type = schema['type'];
  return Array.isArray(type) ? type.find((one: unknown) => one !== 'null') : type;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}
