/**
 * `npm run build`: `dist/voice-agent.js` for a script tag, ES modules with types that mirror `src/`, the worklet as a file,
 * and the custom-elements manifest.
 */
import { spawn } from 'node:child_process';
import { chmod, rm } from 'node:fs/promises';
import { ensureScriptTag } from './build/script-tag.js';
import { writeWorklets } from './build/worklet-files.js';

/** Runs a program of `node_modules/.bin`, which npm adds to the PATH. Rejects if it fails. */
function run(command: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${code}`))));
  });
}

try {
  await rm('dist', { recursive: true, force: true });
  await Promise.all([
    ensureScriptTag(),
    run('tsc', '-p', 'tsconfig/build.json').then(() => writeWorklets('src', 'dist')),
    run('npm', 'run', '--silent', 'manifest'),
  ]);
  await chmod('dist/relay/bin.js', 0o755);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
