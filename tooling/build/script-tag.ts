import { mkdir, readdir, rename, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type InlineConfig } from 'vite';
import { scriptTagPlugin } from '../worklets/script-tag-plugin.js';

/** The entry of the file for a script tag. */
export const SCRIPT_TAG_ENTRY = 'src/element/define.ts';
const TARGET = path.resolve('dist/voice-agent.js');
/** Files for a script tag that add to the first one. */
const ADDITIONS = [{ entry: 'src/scripted.ts', target: path.resolve('dist/voice-agent-scripted.js') }];
/** What the file is made from; a change to any of these makes it stale. */
const SOURCES = ['src', 'tooling', 'package-lock.json', 'vite.config.ts'];

/** One file with everything inside: classic or module script, and its own worklet module. */
export function scriptTagConfig(entry: string): InlineConfig {
  return {
    publicDir: false,
    plugins: [scriptTagPlugin()],
    build: {
      target: 'es2022',
      emptyOutDir: false,
      reportCompressedSize: false,
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
      lib: { entry: `${entry}?whole`, formats: ['es'], fileName: () => 'voice-agent.js' },
    },
  };
}

/** The text of the file, made from `entry`; `alias` says where imports of other names lead. */
export async function bundleScriptTag(entry = SCRIPT_TAG_ENTRY, alias: Readonly<Record<string, string>> = {}): Promise<string> {
  const config: InlineConfig = { ...scriptTagConfig(entry), configFile: false, logLevel: 'warn', resolve: { alias } };
  const made = await build({ ...config, build: { ...config.build, write: false } });
  const parts = [made].flat().flatMap((result) => ('output' in result ? result.output : []));
  const chunk = parts[0];
  if (parts.length !== 1 || chunk?.type !== 'chunk')
    throw new Error(`The file for a script tag must be one, not ${parts.length}`);
  return chunk.code;
}

async function newestChange(file: string): Promise<number> {
  const { mtimeMs } = await stat(file);
  const names = await readdir(file, { recursive: true }).catch(() => []);
  const times = names.map(async (name) => (await stat(path.join(file, name))).mtimeMs);
  return Math.max(mtimeMs, ...(await Promise.all(times)));
}

async function isFresh(): Promise<boolean> {
  const built = await stat(TARGET).catch(() => undefined);
  if (!built) return false;
  const changes = await Promise.all(SOURCES.map(newestChange));
  return built.mtimeMs > Math.max(...changes);
}

/** Builds `dist/voice-agent.js` and its additions unless it is newer than all that it is made from. Answers its path. */
export async function ensureScriptTag(): Promise<string> {
  if (await isFresh()) return TARGET;
  const started = Date.now();
  await mkdir(path.dirname(TARGET), { recursive: true });
  for (const { entry, target } of [...ADDITIONS, { entry: SCRIPT_TAG_ENTRY, target: TARGET }]) {
    const draft = `${target}.${process.pid}`;
    await writeFile(draft, await bundleScriptTag(entry));
    await rename(draft, target);
  }
  // A source that changed while it was being bundled must make the next call bundle again.
  await utimes(TARGET, new Date(started), new Date(started));
  return TARGET;
}
