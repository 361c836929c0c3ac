import type { Turn } from './brain.js';
import { asSentence, listed, spelledOut } from './words.js';

type Call = Extract<Turn, { type: 'call' }>;
type Output = Extract<Turn, { type: 'output' }>;

/** Fields whose text is spoken as it is. */
const MESSAGES = ['message', 'answer', 'text', 'summary', 'say', 'speech', 'result', 'response'];
const FAILURES = ['error', 'errorMessage', 'reason'];
/** Longer lists are shortened to this length. */
const MAX_LISTED = 5;

/** Describes the outputs of tools; if there are several, with the arguments of their calls. */
export function describeOutputs(outputs: readonly Output[], history: readonly Turn[]): string {
  return outputs
    .map((output) => {
      const call = history.find((turn): turn is Call => turn.type === 'call' && turn.callId === output.callId);
      const said = describeOutput(parse(output.output), call);
      const about = outputs.length > 1 && call !== undefined ? argumentsIn(call) : [];
      return asSentence(about.length > 0 && !mentions(said, about) ? `${listed(about)}: ${said}` : said);
    })
    .join(' ');
}

function describeOutput(output: unknown, call: Call | undefined): string {
  if (output === null || output === undefined || output === '' || output === true) return done(call);
  if (output === false) return 'That did not work.';
  if (Array.isArray(output)) return output.length === 0 ? 'I found nothing.' : `I found ${describeValue(output)}.`;
  if (typeof output !== 'object') return typeof output === 'number' ? `It is ${describeValue(output)}.` : describeValue(output);
  const fields = Object.entries(output);
  const failure = fields.find(([name, value]) => FAILURES.includes(name) && typeof value === 'string');
  if (failure !== undefined) return `That did not work: ${describeValue(failure[1])}`;
  if (fields.some(([name, value]) => /^(?:ok|success|succeeded)$/.test(name) && value === false)) return 'That did not work.';
  const message = fields.find(([name, value]) => MESSAGES.includes(name) && value !== null && value !== '');
  if (message !== undefined) return describeOutput(message[1], call);
  const asked = new Set(Object.values(argumentsOf(call)).map(String));
  const news = fields.filter(([name, value]) => !isFormality(name, value) && !asked.has(String(value)));
  if (news.length === 0) return done(call);
  const where = argumentsIn(call).filter((argument) => /^[A-Z]/.test(argument));
  return `${where.length > 0 ? `For ${listed(where)}, ` : ''}${listed(news.map(describeField))}`;
}

function describeField([name, value]: [string, unknown]): string {
  const label = spelledOut(name)
    .replace(/\b(?:c|celsius)$|^is /, '')
    .trim();
  if (typeof value === 'boolean') return `it is ${value ? '' : 'not '}${label}`;
  const are = isPlural(label) ? 'are' : 'is';
  if (Array.isArray(value) && value.length === 0) return `there ${are} no ${label}`;
  if (typeof value === 'number' && isPlural(label)) {
    return value === 1 ? `there is 1 ${label.replace(/s$/, '')}` : `there are ${describeValue(value)} ${label}`;
  }
  return `the ${label} ${are} ${describeValue(value)}${/(?:_c|C|celsius)$/.test(name) ? ' degrees' : ''}`;
}

function isPlural(label: string): boolean {
  return /[^siu]s$/.test(label);
}

function describeValue(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    const shown = value.slice(0, MAX_LISTED).map(describeValue);
    return value.length > MAX_LISTED ? `${shown.join(', ')} and ${value.length - MAX_LISTED} more` : listed(shown);
  }
  if (typeof value === 'object' && value !== null)
    return listed(Object.entries(value).map(([name, inner]) => `${spelledOut(name)} ${describeValue(inner)}`));
  return typeof value === 'string' ? describeString(value) : '';
}

/** Formats an ISO time for speech, in its own time zone. */
function describeString(text: string): string {
  const clock = /^\d{4}-\d{2}-\d{2}T(\d{2}):(\d{2})/.exec(text);
  if (clock === null) return text;
  const hour = Number(clock[1]);
  return `${hour % 12 === 0 ? 12 : hour % 12}:${clock[2]} ${hour < 12 ? 'AM' : 'PM'}`;
}

function done(call: Call | undefined): string {
  const given = argumentsIn(call);
  const [, setting] = /^(?:set|change|update|switch|turn) (.+)$/.exec(spelledOut(call?.name ?? '')) ?? [];
  if (setting === undefined || given.length === 0) return 'Done.';
  return `Done, the ${setting} ${isPlural(setting) ? 'are' : 'is'} ${listed(given)} now.`;
}

function argumentsOf(call: Call | undefined): Readonly<Record<string, unknown>> {
  const given = call === undefined ? {} : parse(call.arguments);
  return typeof given === 'object' && given !== null ? Object.fromEntries(Object.entries(given)) : {};
}

function argumentsIn(call: Call | undefined): string[] {
  return Object.values(argumentsOf(call))
    .filter((value) => ['string', 'number', 'boolean'].includes(typeof value))
    .map((value) => (value === true ? 'on' : value === false ? 'off' : String(value)))
    .map((value) => (/^[A-Z]\w+\/\w+/.test(value) ? value.slice(value.lastIndexOf('/') + 1).replaceAll('_', ' ') : value));
}

function mentions(said: string, about: readonly string[]): boolean {
  return about.some((argument) => said.includes(argument));
}

function isFormality(name: string, value: unknown): boolean {
  return value === null || /^(?:ok|success|succeeded|status|id|code)$/.test(name);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
