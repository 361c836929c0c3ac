/**
 * `npm run build`: `dist/voice-agent.js` for a script tag, ES modules with types that mirror `src/`, the worklet as a file,
 * and the custom-elements manifest.
 */
import { chmod, rm } from 'node:fs/promises';
import { run } from './build/run.js';
import { ensureScriptTag } from './build/script-tag.js';
import { writeWorklets } from './build/worklet-files.js';

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
