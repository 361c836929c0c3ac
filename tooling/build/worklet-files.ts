import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compileWorklet } from '../worklets/compile-worklet.js';
import { onlyInItsScope, workletModule } from '../worklets/worklet-module.js';

/** The processors and the Worker as a separate file, for pages whose policy allows nothing else. */
const FILE = 'voice-agent.worklet.js';
const IMPORT = /(?<=from ')(?<place>[^']+\.(?:worklet|worker))\.ts\?worklet(?=')/g;

/** Writes the modules that `?worklet` imports in `dist` refer to, and the separate file. */
export async function writeWorklets(source: string, dist: string): Promise<void> {
  const modules = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.js'));
  const parts = new Map<string, string>();
  for (const module of modules) {
    const file = path.join(dist, module);
    const code = await readFile(file, 'utf8');
    const rewritten = code.replace(IMPORT, '$<place>-source.js');
    if (rewritten === code) continue;
    await writeFile(file, rewritten);
    for (const { groups } of code.matchAll(IMPORT)) {
      const place = path.join(path.dirname(module), groups?.['place'] ?? '');
      const script = (await compileWorklet(path.join(source, `${place}.ts`))).code;
      parts.set(place, onlyInItsScope(`${place}.ts`, script));
      const url = `new URL('${path.posix.relative(path.dirname(place), FILE)}', import.meta.url).href`;
      await writeFile(path.join(dist, `${place}-source.js`), workletModule(JSON.stringify(script), url));
    }
  }
  await writeFile(path.join(dist, FILE), [...parts.values()].join(''));
}
