import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import type { Settings } from '../../../config/settings.js';
import { Refusal } from '../../../refusal.js';

const run = promisify(exec);

/** Entra tokens live for an hour or so; one is asked for again well before. */
const TOKEN_LIFE_MS = 5 * 60_000;
const COMMAND_TIMEOUT_MS = 10_000;

/** What Azure wants to see: a key, or an Entra token that a command prints (for instance `az account get-access-token`). */
export function createAzureCredentials(
  { AZURE_OPENAI_API_KEY: key, AZURE_OPENAI_TOKEN_COMMAND: command }: Settings,
  now: () => number = Date.now,
): () => Promise<Readonly<Record<string, string>>> {
  if (command === undefined) return async () => ({ 'api-key': key ?? '' });
  let token = '';
  let readAt = -Infinity;

  return async () => {
    if (now() - readAt > TOKEN_LIFE_MS) {
      token = await readToken(command);
      readAt = now();
    }
    return { Authorization: `Bearer ${token}` };
  };
}

async function readToken(command: string): Promise<string> {
  // What a failing command says may hold anything, so nothing of it is passed on.
  const { stdout } = await run(command, { timeout: COMMAND_TIMEOUT_MS }).catch(() => ({ stdout: '' }));
  const token = stdout.trim();
  if (!/^[\w~+/.=-]+$/.test(token)) throw new Refusal('upstream-refused', 'AZURE_OPENAI_TOKEN_COMMAND did not print a token.');
  return token;
}
