import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, it } from 'node:test';

const RUNNER = path.resolve('tooling/test.ts');
const LOADER = import.meta.resolve('tsx');

let project: string;

beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'voice-agent-tests-'));
  await mkdir(path.join(project, 'test'));
});
afterEach(() => rm(project, { recursive: true }));

async function runTests(
  files: Readonly<Record<string, string>>,
  ...filters: string[]
): Promise<{ last: string; status: number }> {
  for (const [name, code] of Object.entries(files)) await writeFile(path.join(project, 'test', name), code);
  // A runner inside a test would otherwise believe that it is one of the test's files.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  return new Promise((resolve) => {
    const runner = execFile('node', ['--import', LOADER, RUNNER, '--node', ...filters], { cwd: project, env }, (_error, output) =>
      resolve({ last: output.trimEnd().split('\n').at(-1) ?? '', status: runner.exitCode ?? -1 }),
    );
  });
}

const IMPORT = `import test, { describe, it } from 'node:test';\n`;
const GOOD = `${IMPORT}describe('a', () => { it('b', () => {}); it('c', () => {}); });\ntest('d', () => {});`;
const BAD = `${IMPORT}describe('a', () => { it('b', () => { throw new Error('no'); }); it('c', () => {}); });`;
const BROKEN = `throw new Error('before any test');`;

it('counts tests, not suites or files', async () => {
  assert.deepEqual(await runTests({ 'good.test.ts': GOOD }), { last: '3 passed, 0 failed', status: 0 });
});

it('fails with a failed test and counts it once', async () => {
  assert.deepEqual(await runTests({ 'good.test.ts': GOOD, 'bad.test.ts': BAD }), { last: '4 passed, 1 failed', status: 1 });
});

it('fails with a file that breaks before its tests', async () => {
  assert.deepEqual(await runTests({ 'good.test.ts': GOOD, 'broken.test.ts': BROKEN }), { last: '3 passed, 1 failed', status: 1 });
});

it('runs only what a filter names', async () => {
  assert.deepEqual(await runTests({ 'good.test.ts': GOOD, 'bad.test.ts': BAD }, 'good'), {
    last: '3 passed, 0 failed',
    status: 0,
  });
});

it('fails when nothing ran', async () => {
  assert.deepEqual(await runTests({ 'good.test.ts': GOOD }, 'nowhere'), { last: '0 passed, 0 failed', status: 1 });
  assert.deepEqual(await runTests({ 'empty.test.ts': '' }, 'empty'), { last: '0 passed, 0 failed', status: 1 });
});
