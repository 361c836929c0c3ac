import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compileWorklet } from '../worklets/compile-worklet.js';
import { workletModule } from '../worklets/worklet-module.js';

/** The processors and the Worker as files of their own, for pages whose policy allows nothing else. */
const fileOf = (kind: string): string => `voice-agent.${kind}.js`;
const IMPORT = /(?<=from ')(?<place>[^']+)\.(?<kind>worklet|worker)\.ts\?worklet(?=')/g;

/** Gives `?worklet` imports in the modules that the compiler wrote to `dist` something to import, and writes the files. */
export async function writeWorklets(source: string, dist: string): Promise<void> {
  const modules = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.js'));
  const scripts = new Map<string, Map<string, string>>();
  for (const module of modules) {
    const file = path.join(dist, module);
    const code = await readFile(file, 'utf8');
    const rewritten = code.replace(IMPORT, '$<place>.$<kind>-source.js');
    if (rewritten === code) continue;
    await writeFile(file, rewritten);
    for (const { groups } of code.matchAll(IMPORT)) {
      const { place: name = '', kind = '' } = groups ?? {};
      const place = path.join(path.dirname(module), name);
      const script = (await compileWorklet(path.join(source, `${place}.${kind}.ts`))).code;
      scripts.set(kind, (scripts.get(kind) ?? new Map<string, string>()).set(place, script));
      const beside = path.posix.relative(path.dirname(place), fileOf(kind));
      const url = `new URL('${beside}', import.meta.url).href`;
      await writeFile(path.join(dist, `${place}.${kind}-source.js`), workletModule(JSON.stringify(script), url));
    }
  }
  for (const [kind, parts] of scripts) await writeFile(path.join(dist, fileOf(kind)), `${[...parts.values()].join('\n')}\n`);
}
