import { AgentError } from '../../spec/agent-error.js';

/** What may be logged of something thrown: where it was met and, only if the words are ours, what it says. */
export interface Fault {
  readonly name: string;
  readonly message?: string;
  readonly at?: string;
}

export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof AgentError) return { name: thrown.code, message: thrown.message };
  if (!(thrown instanceof Error)) return { name: typeof thrown };
  const at = thrown.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return at === undefined ? { name: thrown.name } : { name: thrown.name, at: at.trim() };
}
