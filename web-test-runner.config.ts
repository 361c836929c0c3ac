import { readdir } from 'node:fs/promises';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, type BrowserLauncher, type TestRunnerConfig, type TestRunnerPlugin } from '@web/test-runner';
import { BROWSER_NAMES, createLauncher } from './test/rigs/browser-launchers.js';
import { bundlePlugin } from './test/rigs/bundle-plugin.js';
import { tallyReporter } from './tooling/test/browser-reporter.js';
import { workletTestPlugin } from './tooling/worklets/test-runner-plugin.js';

const COMMANDS = new URL('test/rigs/commands/', import.meta.url);

/** Each file of `test/rigs/commands` exports one plugin: what browser tests can ask of Node (`executeServerCommand`). */
async function commandPlugins(): Promise<TestRunnerPlugin[]> {
  const names = (await readdir(COMMANDS)).filter((name) => name.endsWith('.ts'));
  const modules = names.map((name) => import(new URL(name, COMMANDS).href) as Promise<{ default: TestRunnerPlugin }>);
  return (await Promise.all(modules)).map((module) => module.default);
}

/** The browsers that `WTR_BROWSERS` names (for instance `chromium,webkit`), or all that are installed. CI needs all of them. */
async function findBrowsers(): Promise<BrowserLauncher[]> {
  const named = process.env['WTR_BROWSERS']?.split(/[\s,]+/).filter(Boolean);
  const unknown = named?.find((name) => !BROWSER_NAMES.some((known) => known === name));
  if (unknown) throw new Error(`WTR_BROWSERS names ${unknown}; known are ${BROWSER_NAMES.join(', ')}`);
  const launchers: BrowserLauncher[] = [];
  for (const name of BROWSER_NAMES.filter((known) => !named || named.includes(known))) {
    const launcher = await createLauncher(name);
    if (launcher) launchers.push(launcher);
    else if (named || process.env['CI']) throw new Error(`${name} is required but not installed`);
    else console.warn(`${name} is not installed: its tests are skipped`);
  }
  return launchers;
}

const config: TestRunnerConfig = {
  rootDir: import.meta.dirname,
  files: 'test/**/*.browser.test.ts',
  browsers: await findBrowsers(),
  nodeResolve: { exportConditions: ['browser', 'development'] },
  // Three engines at once starve each other on two cores.
  concurrentBrowsers: 2,
  concurrency: 1,
  // These end what never ends by itself; they do not limit how slow a machine may be.
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 240_000,
  filterBrowserLogs: ({ args }) => !args.some((arg) => String(arg).startsWith('Lit is in dev mode')),
  testFramework: { config: { ui: 'bdd', timeout: '60000' } },
  reporters: [defaultReporter({ reportTestProgress: false }), tallyReporter()],
  plugins: [
    bundlePlugin(),
    workletTestPlugin(import.meta.dirname),
    esbuildPlugin({ ts: true, tsconfig: 'tsconfig/browser.json', target: 'es2022' }),
    ...(await commandPlugins()),
  ],
};

export default config;
