import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { WORKLET_ID, workletFileOf } from './worklet-module.js';

/** The absolute paths of the worklets and Workers that `entry` and its imports load with `?worklet`, in the order of imports. */
export async function findWorklets(entry: string): Promise<string[]> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { fileName } of ts.preProcessFile(await readFile(file, 'utf8')).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const imported = path.resolve(path.dirname(file), fileName);
      if (WORKLET_ID.test(imported)) found.add(workletFileOf(imported));
      else await visit(imported.replace(/\.js$/, '.ts'));
    }
  };
  await visit(path.resolve(entry));
  return [...found];
}
