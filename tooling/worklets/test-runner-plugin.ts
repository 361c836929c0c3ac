import path from 'node:path';
import type { TestRunnerPlugin } from '@web/test-runner';
import { compileWorklet } from './compile-worklet.js';
import { WORKLET_ID, workletFileOf, workletModule } from './worklet-module.js';

/** Serves `?worklet` imports in the browser tests. */
export function workletTestPlugin(rootDir: string): TestRunnerPlugin {
  return {
    name: 'worklet-source',
    async serve(context) {
      if (!WORKLET_ID.test(context.url)) return undefined;
      const { code } = await compileWorklet(path.join(rootDir, workletFileOf(context.url)));
      return { body: workletModule(JSON.stringify(code), 'undefined'), type: 'js' };
    },
  };
}
