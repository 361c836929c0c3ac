import path from 'node:path';
import type { Reporter, TestSession } from '@web/test-runner';
import { addTallies, formatTally, type Tally } from './tally.js';

type SuiteResult = NonNullable<TestSession['testResults']>;

function tallySuite({ tests, suites }: SuiteResult): Tally {
  const run = tests.filter((test) => !test.skipped);
  const passed = run.filter((test) => test.passed).length;
  return addTallies({ passed, failed: run.length - passed }, ...suites.map(tallySuite));
}

/** A session that breaks outside its tests (an import that fails, a page that crashes) is one failure. */
function tallySession({ testResults, passed }: TestSession): Tally {
  const tally = testResults ? tallySuite(testResults) : { passed: 0, failed: 0 };
  return passed || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** A reporter for @web/test-runner that prints one line for each file and browser, and the tally at the end. */
export function tallyReporter(): Reporter {
  return {
    start({ sessions }) {
      // `reportTestFileResults` waits for the slowest browser.
      sessions.on('session-status-updated', (session) => {
        if (session.status !== 'FINISHED') return;
        const mark = session.passed ? '✔' : '✖';
        console.log(
          `${mark} ${session.browser.name} ${path.relative('.', session.testFile)}: ${formatTally(tallySession(session))}`,
        );
      });
    },
    onTestRunFinished: ({ sessions }) => console.log(formatTally(addTallies(...sessions.map(tallySession)))),
  };
}
