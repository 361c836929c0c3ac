import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { type z } from 'zod';
import { AgentError } from '../../spec/agent-error.js';
import { environment } from './environment.js';

/** All settings, validated and with their defaults; see `.env.example`. */
export type Settings = z.output<typeof environment>;

/**
 * Reads settings from variables such as `process.env`; an empty variable counts as absent.
 *
 * @throws AgentError `invalid-configuration`; its message names each invalid variable and what it must be.
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AgentError('invalid-configuration', `The relay cannot start.\n${faults.join('\n')}`);
}

/** The variables of a file such as `.env`; none if it does not exist. Editors on Windows start it with a byte order mark. */
export function readEnvFile(path: string): Readonly<Record<string, string | undefined>> {
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8').replace(/^\ufeff/, '')) : {};
}
