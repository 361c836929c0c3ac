import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { onAbort } from '../../../src/lib/on-abort.js';
import { compileWorklet } from '../../../tooling/worklets/compile-worklet.js';
import { BROWSER_PATIENCE_MS, chromiumFlags } from '../browser-flags.js';
import { obtainChromium } from '../obtain-chromium.js';
import { encodeWav } from '../wav.js';
import { openAgentPage, type AgentPage } from './agent-page.js';
import { silence, type Sound } from './sound.js';

/** A Chromium whose microphone hears what the test says. */
export interface TalkingBrowser {
  /** What every microphone that is opened from now on hears, from its first moment on and once. */
  say(sound: Sound): Promise<void>;
  /** A fresh page at `url`. */
  visit(url: string): Promise<AgentPage>;
}

export interface TalkingBrowserOptions {
  /** Flags of {@link chromiumFlags} that this browser goes without. */
  readonly without?: readonly string[];
  readonly flags?: readonly string[];
  /** Variables of its environment besides this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Lives until the signal aborts. */
export async function openTalkingBrowser(
  { without = [], flags = [], environment = {} }: TalkingBrowserOptions,
  signal: AbortSignal,
): Promise<TalkingBrowser> {
  const folder = await mkdtemp(path.join(tmpdir(), 'voice-agent-e2e-'));
  const microphone = path.join(folder, 'microphone.wav');
  const { executablePath, args } = await obtainChromium();
  const usual = chromiumFlags(`${microphone}%noloop`).filter((flag) => !without.some((name) => flag.startsWith(name)));
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    timeout: BROWSER_PATIENCE_MS,
    args: [...usual, ...args, ...flags],
    env: { ...process.env, ...environment },
  });
  onAbort(signal, () => void browser.close().finally(() => rm(folder, { recursive: true, force: true })));
  const { code: instruments } = await compileWorklet('test/rigs/e2e/page/instruments.ts');

  const say = async ({ samples, sampleRate }: Sound): Promise<void> => {
    await writeFile(`${microphone}.draft`, encodeWav(samples, sampleRate));
    await rename(`${microphone}.draft`, microphone);
  };
  await say(silence(1, 48_000));

  return {
    say,
    async visit(url) {
      const page = await browser.newPage();
      page.setDefaultTimeout(BROWSER_PATIENCE_MS);
      return openAgentPage(page, { url, instruments });
    },
  };
}
