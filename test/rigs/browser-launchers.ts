import { chromeLauncher } from '@web/test-runner-chrome';
import puppeteer, { type BrowserContext, type Page } from 'puppeteer-core';
import type { BrowserLauncher } from '@web/test-runner';
import { BROWSER_PATIENCE_MS, chromiumFlags, FIREFOX_PREFERENCES } from './browser-flags.js';
import { writeFakeMicrophone } from './fake-microphone.js';
import { findFirefox, findWebkit } from './find-browser.js';
import { obtainChromium } from './obtain-chromium.js';
import { WebkitLauncher } from './webkit-launcher.js';

export const BROWSER_NAMES = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserName = (typeof BROWSER_NAMES)[number];

/** A launcher for @web/test-runner, or `undefined` where the browser is not installed. Chromium is fetched if need be. */
export async function createLauncher(name: BrowserName): Promise<BrowserLauncher | undefined> {
  switch (name) {
    case 'chromium':
      return chromiumLauncher();
    case 'firefox':
      return firefoxLauncher();
    case 'webkit': {
      const installation = findWebkit();
      return installation && new WebkitLauncher(installation);
    }
    default:
      return name satisfies never;
  }
}

async function createPage({ context }: { readonly context: BrowserContext }): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(BROWSER_PATIENCE_MS);
  return page;
}

async function chromiumLauncher(): Promise<BrowserLauncher> {
  const { executablePath, args } = await obtainChromium();
  const flags = [...chromiumFlags(await writeFakeMicrophone()), ...args];
  return chromeLauncher({ launchOptions: { executablePath, args: flags, timeout: BROWSER_PATIENCE_MS }, createPage });
}

function firefoxLauncher(): BrowserLauncher | undefined {
  const executablePath = findFirefox();
  if (!executablePath) return undefined;
  return chromeLauncher({
    puppeteer,
    createPage,
    launchOptions: {
      browser: 'firefox',
      executablePath,
      headless: true,
      extraPrefsFirefox: FIREFOX_PREFERENCES,
      timeout: BROWSER_PATIENCE_MS,
    },
  });
}
