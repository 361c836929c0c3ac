/**
 * `npm run test:stories [-- PART-OF-AN-ID ...]`: every story of `storybook-static` (`npm run build-storybook` makes it) is
 * shown and played in Chromium. A story fails if it throws, if axe finds something, if an element is not defined or if it
 * requests anything from another server.
 */
import { readFile } from 'node:fs/promises';
import puppeteer, { type Browser } from 'puppeteer-core';
import { preview } from 'vite';
import { BROWSER_PATIENCE_MS, chromiumFlags } from '../test/rigs/browser-flags.js';
import { writeFakeMicrophone } from '../test/rigs/fake-microphone.js';
import { obtainChromium } from '../test/rigs/obtain-chromium.js';
import { prepare, visitStory } from './stories/visit-story.js';
import { formatTally, isSuccess } from './test/tally.js';

const BUILT = 'storybook-static';
const PAGES = 2;

async function findStories(filters: readonly string[]): Promise<string[]> {
  const index: unknown = JSON.parse(await readFile(`${BUILT}/index.json`, 'utf8'));
  const { entries } = index as { entries: Record<string, { id: string; type: string }> };
  return Object.values(entries)
    .filter(({ type, id }) => type === 'story' && (filters.length === 0 || filters.some((filter) => id.includes(filter))))
    .map(({ id }) => id);
}

async function serve(): Promise<{ origin: string; close(): Promise<void> }> {
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    build: { outDir: BUILT },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.httpServer.address();
  if (typeof address !== 'object' || !address) throw new Error('The Storybook could not be served');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

async function openBrowser(): Promise<Browser> {
  const { executablePath, args } = await obtainChromium();
  const flags = [...chromiumFlags(await writeFakeMicrophone()), ...args];
  return puppeteer.launch({ executablePath, args: flags, timeout: BROWSER_PATIENCE_MS });
}

const queue = await findStories(process.argv.slice(2));
const server = await serve();
const browser = await openBrowser();
const tally = { passed: 0, failed: 0 };

async function visitAll(): Promise<void> {
  const page = await browser.newPage();
  page.setDefaultTimeout(BROWSER_PATIENCE_MS);
  await prepare(page);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const faults = await visitStory(page, server.origin, id);
    console.log(`${faults.length === 0 ? '✔' : '✖'} ${id}`);
    for (const fault of faults) console.log(`    ${fault}`);
    tally[faults.length === 0 ? 'passed' : 'failed'] += 1;
  }
}

await Promise.all(Array.from({ length: PAGES }, visitAll));
await browser.close();
await server.close();
console.log(formatTally(tally));
process.exit(isSuccess(tally) ? 0 : 1);
