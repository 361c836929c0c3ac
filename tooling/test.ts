/**
 * `npm test [-- PART-OF-A-PATH ...]`: the tests that Node runs, then those that browsers run, then one line with the sum.
 * `--node` and `--browser` run one kind only.
 */
import { runBrowserTests } from './test/browser-tests.js';
import { findTests } from './test/find-tests.js';
import { runNodeTests } from './test/node-tests.js';
import { addTallies, EMPTY_TALLY, holds, sayTally } from './test/tally.js';

const options = process.argv.slice(2);
const filters = options.filter((option) => !option.startsWith('--'));
const { node, browser } = await findTests(filters);

const inNode = options.includes('--browser') ? EMPTY_TALLY : await runNodeTests(node);
const inBrowsers = options.includes('--node') ? EMPTY_TALLY : await runBrowserTests(browser);
const all = addTallies(inNode, inBrowsers);

console.log(`\nNode: ${sayTally(inNode)}. Browsers: ${sayTally(inBrowsers)}.`);
console.log(sayTally(all));
process.exit(holds(all) ? 0 : 1);
