import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import puppeteer, { type Browser, type HTTPRequest } from 'puppeteer-core';
import { onAbort } from '../../../src/lib/on-abort.js';
import { bundleScriptTag } from '../../../tooling/build/script-tag.js';
import { BROWSER_PATIENCE_MS, chromiumFlags } from '../browser-flags.js';
import { writeFakeMicrophone } from '../fake-microphone.js';
import { obtainChromium } from '../obtain-chromium.js';
import { packagePaths } from './package-paths.js';

const CACHE = path.resolve('node_modules/.cache/voice-agent-element');

/** Bundles a script that imports this package by its name. */
export async function bundleSnippet(name: string, code: string): Promise<string> {
  const file = path.join(CACHE, `snippet-${name}.ts`);
  const paths = Object.entries(await packagePaths()).toSorted(([one], [other]) => other.length - one.length);
  await mkdir(CACHE, { recursive: true });
  await writeFile(file, code);
  return bundleScriptTag(file, Object.fromEntries(paths.map(([from, to]) => [from, path.resolve(to)])));
}

/** A site that exists for this browser only. */
const SITE = 'https://your-site.example/';

/** A Chromium in which any address that ends with `voice-agent.js` is our bundle and every other one is refused. */
export async function openSnippetBrowser(signal: AbortSignal): Promise<Browser> {
  const { executablePath, args } = await obtainChromium();
  const flags = [...chromiumFlags(await writeFakeMicrophone()), ...args];
  const browser = await puppeteer.launch({ executablePath, args: flags, timeout: BROWSER_PATIENCE_MS });
  onAbort(signal, () => void browser.close());
  return browser;
}

function answer(request: HTTPRequest, page: string, bundle: string): Promise<void> {
  const url = request.url();
  const headers = { 'access-control-allow-origin': '*' };
  if (url === SITE) return request.respond({ contentType: 'text/html', body: page });
  if (new URL(url).pathname.endsWith('/voice-agent.js'))
    return request.respond({ contentType: 'text/javascript', body: bundle, headers });
  return request.abort();
}

/** Opens a page and answers what went wrong on it and how many of its elements nobody defined or upgraded. */
export async function showPage(browser: Browser, html: string, bundle: string): Promise<string[]> {
  const page = await browser.newPage();
  page.setDefaultTimeout(BROWSER_PATIENCE_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error instanceof Error ? error.message : String(error)));
  await page.setRequestInterception(true);
  page.on('request', (request) => void answer(request, html, bundle));
  await page.goto(SITE, { waitUntil: 'load' });
  const states = await page.evaluate(() =>
    [...document.querySelectorAll('voice-agent')].map((element) => (element.matches(':defined') ? 'defined' : 'not defined')),
  );
  if (states.length === 0) faults.push('The page has no <voice-agent>');
  if (states.includes('not defined')) faults.push('<voice-agent> is not defined');
  await page.close();
  return faults;
}
