import { every } from '../../src/lib/timer.js';
import { WEBKIT_CAPABILITIES, WEBKIT_ENVIRONMENT } from './browser-flags.js';
import { freePort, openChild, saying } from './child.js';
import type { WebkitInstallation } from './find-browser.js';
import { openWebDriverSession, type WebDriverSession } from './webdriver.js';

const PROBE_EVERY_MS = 25;

/** The driver says nothing when it is ready, so it has to be asked. */
async function driverAnswers(origin: string, signal: AbortSignal): Promise<void> {
  const answered = new AbortController();
  await new Promise<void>((resolve) => {
    const ask = (): Promise<void> =>
      fetch(`${origin}/status`).then(
        () => resolve(),
        () => undefined,
      );
    every(PROBE_EVERY_MS, () => void ask(), AbortSignal.any([signal, answered.signal]));
  });
  answered.abort();
}

/** WebKitGTK's MiniBrowser under a display of its own; both end with the signal. */
export async function openWebkit(installation: WebkitInstallation, signal: AbortSignal): Promise<WebDriverSession> {
  const xvfb = openChild(installation.xvfb, ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {}, signal);
  const display = (await saying(xvfb, /(\d+)\n/))[1];
  const port = await freePort();
  const environment = { ...WEBKIT_ENVIRONMENT, DISPLAY: `:${display}` };
  const driver = openChild(installation.driver, [`--port=${port}`, '--host=127.0.0.1'], environment, signal);
  // ALSA complains there about every AudioContext; unread, the pipe fills up and the web process stands still on its next word.
  driver.stdout?.resume();
  driver.stderr?.resume();
  const origin = `http://127.0.0.1:${port}`;
  const gone = new Promise<never>((_, reject) => driver.once('exit', () => reject(new Error('WebKitWebDriver ended'))));
  gone.catch(() => undefined);
  await Promise.race([driverAnswers(origin, signal), gone]);
  return openWebDriverSession(origin, WEBKIT_CAPABILITIES);
}
