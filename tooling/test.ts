/**
 * `npm test [-- PART-OF-A-PATH ...]`: the tests that Node runs, then those that browsers run, then one line with the sum.
 * `--node` and `--browser` run one kind only.
 */
import { findTests } from './test/find-tests.js';
import { runNodeTests } from './test/node-tests.js';
import { addTallies, EMPTY_TALLY, holds, sayTally, type Tally } from './test/tally.js';

/** Loading the browsers' runner takes longer than many a test in Node. */
async function runInBrowsers(files: string[]): Promise<Tally> {
  const { runBrowserTests } = await import('./test/browser-tests.js');
  return runBrowserTests(files);
}

const options = process.argv.slice(2);
const filters = options.filter((option) => !option.startsWith('--'));
const { node, browser } = await findTests(filters);

const inNode = options.includes('--browser') ? EMPTY_TALLY : await runNodeTests(node);
const inBrowsers = options.includes('--node') || browser.length === 0 ? EMPTY_TALLY : await runInBrowsers(browser);
const all = addTallies(inNode, inBrowsers);

console.log(`\nNode: ${sayTally(inNode)}. Browsers: ${sayTally(inBrowsers)}.`);
console.log(sayTally(all));
process.exit(holds(all) ? 0 : 1);
