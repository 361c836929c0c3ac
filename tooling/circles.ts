/** Part of `npm run lint`: finds import circles in `src/`, type imports included. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { findCircles } from './lint/circles.js';

async function importsOf(file: string): Promise<string[]> {
  const { importedFiles } = ts.preProcessFile(await readFile(file, 'utf8'));
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.') && !name.includes('?'))
    .map((name) => path.posix.join(path.posix.dirname(file), name.replace(/\.js$/, '.ts')));
}

const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts')).map((file) => `src/${file}`);
const graph = new Map(await Promise.all(files.map(async (file) => [file, await importsOf(file)] as const)));
const circles = findCircles(graph);
for (const circle of circles) console.error(`Circle: ${circle.join(' -> ')}`);
process.exit(circles.length === 0 ? 0 : 1);
