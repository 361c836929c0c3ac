import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';

/** A test needs a server of the system that is not installed here. */
class MissingProgram extends Error {}

/** Rejects with what {@link leaveOut} understands where there is no such program on this machine. */
export async function needProgram(name: string): Promise<void> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).concat('/usr/sbin');
  await Promise.any(folders.map((folder) => access(join(folder, name)))).catch(() => {
    throw new MissingProgram(`${name} is not installed`);
  });
}

/**
 * Leaves a test out, saying so, where a newcomer's machine lacks the server it needs. Where CI is set nothing may be
 * lacking, as with browsers: then, and with any other failure, the test fails.
 */
export function leaveOut(context: TestContext, thrown: unknown): void {
  if (!(thrown instanceof MissingProgram) || process.env['CI']) throw thrown;
  console.error(`${thrown.message}: skipped`);
  context.skip(thrown.message);
}
