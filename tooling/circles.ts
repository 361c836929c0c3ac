/** Part of `npm run lint`: no module of `src/` may import itself by a detour. Types are no detour: they are gone at run time. */
import { readdir } from 'node:fs/promises';
import { build } from 'esbuild';
import { findCircles } from './lint/circles.js';

const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
const { metafile } = await build({
  entryPoints: files.map((file) => `src/${file}`),
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  outdir: 'dist',
  logLevel: 'error',
  packages: 'external',
  external: ['*?worklet'],
});
const graph = new Map(
  Object.entries(metafile.inputs).map(([module, { imports }]) => [
    module,
    imports.filter(({ external, kind }) => !external && kind === 'import-statement').map(({ path }) => path),
  ]),
);
const circles = findCircles(graph);
for (const circle of circles) console.error(`Circle: ${circle.join(' -> ')}`);
process.exit(circles.length === 0 ? 0 : 1);
