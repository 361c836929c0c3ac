import path from 'node:path';

/**
 * A reporter for `node --test` that prints the tally alone; use it beside `spec`. JavaScript, because Node loads reporters
 * before the loader of TypeScript.
 *
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* tallyReporter(events) {
  let [passed, failed] = [0, 0];
  for await (const { type, data } of events) {
    // Node reports a file without any test as a test named after the file.
    const isTest = data.details?.type !== 'suite' && path.resolve(data.name ?? '') !== data.file;
    if (type === 'test:pass' && isTest && data.skip === undefined) passed += 1;
    // A suite fails along with its tests, so only the tests count. A file that breaks outside its tests is one failure.
    if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed') failed += 1;
  }
  yield `${passed} passed, ${failed} failed\n`;
}
