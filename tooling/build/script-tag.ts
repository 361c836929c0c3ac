import { mkdir, readdir, rename, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type InlineConfig } from 'vite';
import { scriptTagPlugin } from '../worklets/script-tag-plugin.js';

/** The entry of the script-tag file. */
export const SCRIPT_TAG_ENTRY = 'src/element/define.ts';
const TARGET = path.resolve('dist/voice-agent.js');
/** Script-tag files that extend the first one. */
const ADDITIONS = [{ entry: 'src/scripted.ts', target: path.resolve('dist/voice-agent-scripted.js') }];
/** The inputs of the build: a change to any of them makes the file stale. */
const SOURCES = ['src', 'tooling', 'package-lock.json', 'vite.config.ts'];

/** One file that contains everything: a classic or module script that is its own worklet module. */
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

/** Bundles `entry` and returns the text of the file. `alias` is Vite's `resolve.alias`. */
export async function bundleScriptTag(entry = SCRIPT_TAG_ENTRY, alias: Readonly<Record<string, string>> = {}): Promise<string> {
  const config: InlineConfig = { ...scriptTagConfig(entry), configFile: false, logLevel: 'warn', resolve: { alias } };
  const result = await build({ ...config, build: { ...config.build, write: false } });
  const parts = [result].flat().flatMap((output) => ('output' in output ? output.output : []));
  const chunk = parts[0];
  if (parts.length !== 1 || chunk?.type !== 'chunk') throw new Error(`The build made ${parts.length} files instead of one`);
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

/** Builds `dist/voice-agent.js` and its additions if it is older than its inputs. Returns its path. */
export async function ensureScriptTag(): Promise<string> {
  if (await isFresh()) return TARGET;
  const started = Date.now();
  await mkdir(path.dirname(TARGET), { recursive: true });
  for (const { entry, target } of [...ADDITIONS, { entry: SCRIPT_TAG_ENTRY, target: TARGET }]) {
    const draft = `${target}.${process.pid}`;
    await writeFile(draft, await bundleScriptTag(entry));
    await rename(draft, target);
  }
  // If a source changes during the build, the next call must build again.
  await utimes(TARGET, new Date(started), new Date(started));
  return TARGET;
}
