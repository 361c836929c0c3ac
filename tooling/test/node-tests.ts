import { availableParallelism } from 'node:os';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Tally } from './tally.js';

interface Outcome {
  readonly name: string;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly details: { readonly type?: string; readonly error?: { readonly failureType?: string } };
}

/** Node reports a file without any test as a test named after the file. */
function isPassedTest({ name, file, skip, details }: Outcome): boolean {
  return details.type !== 'suite' && skip === undefined && path.resolve(name) !== file;
}

/** Suites and parents fail along with what is inside them: only the innermost counts. A file that ends badly is one failure. */
function isFailedTest({ details }: Outcome): boolean {
  return details.error?.failureType !== 'subtestsFailed';
}

/** Runs each file in a process of its own, with the loader this process was started with, and prints what happens. */
export async function runNodeTests(files: string[]): Promise<Tally> {
  const tally = { passed: 0, failed: 0 };
  if (files.length === 0) return tally;
  const events = run({ files, concurrency: availableParallelism() });
  events.on('test:pass', (outcome: Outcome) => void (tally.passed += Number(isPassedTest(outcome))));
  events.on('test:fail', (outcome: Outcome) => void (tally.failed += Number(isFailedTest(outcome))));
  const report = events.compose(new spec()) as AsyncIterable<unknown>;
  for await (const text of report) process.stdout.write(String(text));
  return tally;
}
