import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { Launcher } from 'chrome-launcher';

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const FIREFOX_NAMES = ['firefox-esr', 'firefox'];

/** The first of `names` that is an executable on PATH. */
export function findOnPath(...names: string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        continue;
      }
    }
  }
  return undefined;
}

function chromeInstallation(): string | undefined {
  try {
    return Launcher.getFirstInstallation();
  } catch {
    return undefined;
  }
}

/** A Chromium that is already here: `CHROME_PATH`, an installed Chrome, or one on PATH. */
export function findChromium(): string | undefined {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which does not exist`);
    return chosen;
  }
  return findOnPath(...CHROMIUM_NAMES) ?? chromeInstallation();
}

export function findFirefox(): string | undefined {
  return process.env['FIREFOX_PATH'] ?? findOnPath(...FIREFOX_NAMES);
}

export interface WebkitInstallation {
  readonly driver: string;
  readonly xvfb: string;
}

/** WebKitGTK's driver, which knows where its MiniBrowser is, and a display for it (Debian: webkit2gtk-driver, xvfb). */
export function findWebkit(): WebkitInstallation | undefined {
  const driver = findOnPath('WebKitWebDriver');
  const xvfb = findOnPath('Xvfb');
  return driver && xvfb ? { driver, xvfb } : undefined;
}
