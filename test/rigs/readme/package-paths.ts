import { readFile } from 'node:fs/promises';

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

/** What this package's name and its entries resolve to among the sources, for instance `voice-agent-element/define`. */
export async function packagePaths(): Promise<Record<string, string>> {
  const { name, exports } = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
  const modules = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'string'
      ? []
      : [[entry.replace('.', name), target.default.replace('./dist/', './src/').replace(/\.js$/, '.ts')]],
  );
  return Object.fromEntries(modules) as Record<string, string>;
}
