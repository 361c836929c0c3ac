import type { Page } from 'puppeteer-core';

/** Says what a moment of the page's `performance.now()` is on this process's. */
export type PageClock = (pageMs: number) => number;

const TRIES = 50;

/** Both run at the same pace. The quickest of many questions bounds the error by half of its round trip. */
export async function readPageClock(page: Page): Promise<PageClock> {
  let shortest = Infinity;
  let offset = 0;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const asked = performance.now();
    const pageMs = await page.evaluate(() => performance.now());
    const roundTrip = performance.now() - asked;
    if (roundTrip >= shortest) continue;
    shortest = roundTrip;
    offset = asked + roundTrip / 2 - pageMs;
  }
  return (pageMs) => pageMs + offset;
}
