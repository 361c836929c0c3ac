/**
 * `npm test [-- PART-OF-A-PATH ...]` runs `node --test`, then `wtr`, and prints the sum of their tallies. `--node` and
 * `--browser` run only one of them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { addTallies, formatTally, isSuccess, parseLastTally, type Tally } from './test/tally.js';

const NODE_TEST = [
  '--test',
  `--test-concurrency=${availableParallelism()}`,
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  `--test-reporter=${import.meta.resolve('./test/node-reporter.js')}`,
  '--test-reporter-destination=stdout',
];
const WTR = ['node_modules/@web/test-runner/dist/bin.js', '--config', 'web-test-runner.config.ts', '--files'];

/** The test files whose path contains one of `parts`; all files if there are no parts. Node 20 has no globs. */
async function findTests(parts: readonly string[]): Promise<string[]> {
  const files = (await readdir('test', { recursive: true })).map((file) => `test/${file.replaceAll('\\', '/')}`);
  return files
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part.replace(/^\.\//, ''))))
    .sort();
}

/** Runs Node with the loader of this process. A run that fails without a failed test counts as one failure. */
async function runTests(args: readonly string[], files: readonly string[]): Promise<Tally> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const child = spawn(process.execPath, [...process.execArgv, ...args, ...files], { stdio: ['inherit', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const [status] = (await once(child, 'close')) as [number | null];
  const tally = parseLastTally(output);
  return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

const options = process.argv.slice(2);
const files = await findTests(options.filter((option) => !option.startsWith('--')));
const browserFiles = options.includes('--node') ? [] : files.filter((file) => file.endsWith('.browser.test.ts'));
const nodeFiles = options.includes('--browser') ? [] : files.filter((file) => !file.endsWith('.browser.test.ts'));

const inNode = await runTests(NODE_TEST, nodeFiles);
const inBrowsers = await runTests(WTR, browserFiles);
const all = addTallies(inNode, inBrowsers);
console.log(`\nNode: ${formatTally(inNode)}. Browsers: ${formatTally(inBrowsers)}.`);
console.log(formatTally(all));
process.exitCode = isSuccess(all) ? 0 : 1;
