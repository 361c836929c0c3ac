import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { AgentPage } from '../rigs/e2e/agent-page.js';
import { openTalkingBrowser } from '../rigs/e2e/talking-browser.js';
import { saying } from '../rigs/child.js';
import { openProcessGroup } from '../rigs/e2e/process-group.js';
import { withLife } from '../rigs/relay-rig.js';

/** More than the demo has. */
const MAX_TABS = 60;

/** Goes from control to control, as somebody without a mouse does, to the one of the element that has this part. */
async function tabTo(page: Page, part: string): Promise<void> {
  for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    const parts = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('part') ?? '');
    if (parts.split(' ').includes(part)) return;
  }
  throw new Error(`No key press leads to ${part}`);
}

/** Writes into the field that has the focus, and answers what the agent says to it. */
async function write({ page, journal }: AgentPage, text: string): Promise<string> {
  const before = new Set(journal.of('agent-transcript').map(({ detail }) => detail.id));
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await journal.until('agent-transcript', (said) => said.role === 'user' && said.text === text && !before.has(said.id));
  const { detail } = await journal.until(
    'agent-transcript',
    ({ id, role, final }) => role === 'agent' && final && !before.has(id),
  );
  return detail.text;
}

describe('npm start', () => {
  it(
    'opens a page on which somebody without a mouse, and without a key, gets answers',
    withLife(async (signal) => {
      const npm = openProcessGroup('npm', ['start'], { PORT: '0', OPENAI_API_KEY: '' }, signal);
      const [[, url = ''], browser] = await Promise.all([
        saying(npm.leader, /(http:\/\/localhost:\d+)[\s\S]*loading the local agent[\s\S]*^ready$/m),
        openTalkingBrowser({}, signal),
      ]);
      const visit = await browser.visit(url);
      const { page, journal } = visit;
      await page.waitForSelector('voice-agent >>> [part~="start"]');
      await page.waitForFunction(() => document.querySelector('#who')?.textContent?.includes('local agent'));

      await tabTo(page, 'start');
      await page.keyboard.press('Enter');
      await journal.until('agent-transcript', ({ role }) => role === 'agent');
      await tabTo(page, 'input');
      assert.match(await write(visit, 'What is twelve times eight?'), /96|ninety-six/);
      assert.match(await write(visit, 'Set the page colour to green'), /green/);
      const [colour, tint] = await page.evaluate(() => [
        document.querySelector('#colour')?.textContent,
        document.documentElement.style.getPropertyValue('--tint'),
      ]);
      assert.deepEqual([colour, tint], ['green', 'green']);
      assert.ok((await page.$$('#log li')).length > 0, 'the page shows what happens');

      await visit.call('stop');
      await journal.until('agent-state', ({ state }) => state === 'ended');
      assert.deepEqual(journal.faults, []);
      await visit.close();
      await npm.end('SIGTERM');
      await assert.rejects(fetch(url), 'the port is free again');
    }),
  );
});
