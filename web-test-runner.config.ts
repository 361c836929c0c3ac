import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import type { BrowserLauncher, TestRunnerConfig, TestRunnerPlugin } from '@web/test-runner';
import { bundlePlugin } from './test/rigs/bundle-plugin.js';
import { workletTestPlugin } from './tooling/worklets/test-runner-plugin.js';

const COMMANDS = 'test/rigs/commands';

/** Each file of `test/rigs/commands` exports one plugin: what browser tests can ask of Node (`executeServerCommand`). */
async function commandPlugins(rootDir: string): Promise<TestRunnerPlugin[]> {
  const folder = path.join(rootDir, COMMANDS);
  const names = await readdir(folder).catch(() => []);
  const modules = names.filter((name) => name.endsWith('.ts')).map((name) => import(pathToFileURL(path.join(folder, name)).href));
  return (await Promise.all(modules)).map((module: { default: TestRunnerPlugin }) => module.default);
}

/** How `npm run test:browser` sets up @web/test-runner for these files and browsers. */
export async function browserTestConfig(files: string[], browsers: BrowserLauncher[]): Promise<Partial<TestRunnerConfig>> {
  const rootDir = process.cwd();
  return {
    rootDir,
    files,
    browsers,
    nodeResolve: { exportConditions: ['browser', 'development'] },
    // Three engines at once starve each other on two cores.
    concurrentBrowsers: 2,
    concurrency: 1,
    // These end what never ends by itself; they are no bounds on how slow a machine may be.
    browserStartTimeout: 120_000,
    testsStartTimeout: 120_000,
    testsFinishTimeout: 240_000,
    filterBrowserLogs: ({ args }) => !args.some((arg) => String(arg).startsWith('Lit is in dev mode')),
    testFramework: { config: { ui: 'bdd', timeout: '60000' } },
    plugins: [
      bundlePlugin(),
      workletTestPlugin(rootDir),
      esbuildPlugin({ ts: true, tsconfig: path.join(rootDir, 'tsconfig/browser.json'), target: 'es2022' }),
      ...(await commandPlugins(rootDir)),
    ],
  };
}
