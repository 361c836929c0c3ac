import { ERROR_HELP, type AgentErrorCode } from '../spec/agent-error.js';
import { en } from './locales/en.js';

/** The names of every string that can be replaced, see `locales/en.ts`; `help-<code>` replaces the help of an error. */
export type StringName = keyof typeof en | `help-${AgentErrorCode}`;

/** What a page sets as `strings`: any of them, the rest stays as it is. `{name}` places are filled in. */
export type Strings = Readonly<Partial<Record<StringName, string>>>;

/** Looks a string up and fills its places in. */
export type Translate = (name: keyof typeof en, values?: Readonly<Record<string, string>>) => string;

/** The string in the page's words or ours. */
export function translate(overrides: Strings, ...[name, values = {}]: Parameters<Translate>): string {
  return (overrides[name] ?? en[name]).replace(/\{(\w+)\}/g, (place, key: string) => values[key] ?? place);
}

/** What the person can do about an error, in the page's words or ours. */
export function helpOf(code: AgentErrorCode, overrides: Strings): string {
  return overrides[`help-${code}`] ?? ERROR_HELP[code];
}
