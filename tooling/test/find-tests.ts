import { readdir } from 'node:fs/promises';
import path from 'node:path';

export interface TestFiles {
  readonly node: string[];
  readonly browser: string[];
}

/** The test files whose path contains one of `filters` (all without any), by where they run. */
export async function findTests(filters: readonly string[]): Promise<TestFiles> {
  const entries = await readdir('test', { recursive: true });
  const files = entries
    .filter((entry) => entry.endsWith('.test.ts'))
    .map((entry) => path.posix.join('test', entry.split(path.sep).join('/')))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter.replace(/^\.\//, ''))))
    .sort();
  return {
    node: files.filter((file) => !file.endsWith('.browser.test.ts')),
    browser: files.filter((file) => file.endsWith('.browser.test.ts')),
  };
}
