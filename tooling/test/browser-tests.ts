import path from 'node:path';
import { defaultReporter, startTestRunner, type BrowserLauncher, type TestSession } from '@web/test-runner';
import { BROWSER_NAMES, createLauncher, type BrowserName } from '../../test/rigs/browser-launchers.js';
import { browserTestConfig } from '../../web-test-runner.config.js';
import { addTallies, EMPTY_TALLY, holds, sayTally, type Tally } from './tally.js';

type SuiteResult = NonNullable<TestSession['testResults']>;

function tallySuite({ tests, suites }: SuiteResult): Tally {
  const run = tests.filter((test) => !test.skipped);
  const passed = run.filter((test) => test.passed).length;
  return addTallies({ passed, failed: run.length - passed }, ...suites.map(tallySuite));
}

/** A session that broke apart from its tests (an import that failed, a page that died) is one failure. */
function tallySession({ testResults, passed }: TestSession): Tally {
  const tally = testResults ? tallySuite(testResults) : EMPTY_TALLY;
  return passed || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** One line as soon as a browser is through with a file: the reporter waits for the slowest browser. */
function sayWhenFinished(session: TestSession): void {
  if (session.status !== 'FINISHED') return;
  const tally = tallySession(session);
  console.log(`${holds(tally) ? '✔' : '✖'} ${session.browser.name} ${path.relative('.', session.testFile)}: ${sayTally(tally)}`);
}

/** `WTR_BROWSERS` (for instance `chromium,webkit`) or all there are. In CI every one of them has to be there. */
function wantedBrowsers(): readonly BrowserName[] {
  const wanted = process.env['WTR_BROWSERS']?.split(/[\s,]+/).filter(Boolean);
  if (!wanted) return BROWSER_NAMES;
  return wanted.map((name) => {
    const known = BROWSER_NAMES.find((browser) => browser === name);
    if (!known) throw new Error(`WTR_BROWSERS names ${name}; there are ${BROWSER_NAMES.join(', ')}`);
    return known;
  });
}

async function findLaunchers(): Promise<{ launchers: BrowserLauncher[]; missing: BrowserName[] }> {
  const launchers: BrowserLauncher[] = [];
  const missing: BrowserName[] = [];
  for (const name of wantedBrowsers()) {
    const launcher = await createLauncher(name);
    if (launcher) launchers.push(launcher);
    else missing.push(name);
  }
  return { launchers, missing };
}

/** Runs the files in every browser there is and prints what happens. */
export async function runBrowserTests(files: string[]): Promise<Tally> {
  const { launchers, missing } = await findLaunchers();
  const required = process.env['CI'] || process.env['WTR_BROWSERS'] ? missing : [];
  for (const name of missing)
    console.error(`${name} is not installed${required.length > 0 ? ', and it is required here' : ': skipped'}`);
  const config = {
    ...(await browserTestConfig(files, launchers)),
    reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false })],
  };
  const runner = await startTestRunner({ config, readCliArgs: false, readFileConfig: false, autoExitProcess: false });
  if (!runner) throw new Error('The browser test runner did not start');
  runner.sessions.on('session-status-updated', sayWhenFinished);
  await new Promise((resolve) => runner.on('finished', resolve));
  const tallies = [...runner.sessions.all()].map(tallySession);
  await runner.stop();
  return addTallies({ passed: 0, failed: required.length }, ...tallies);
}
