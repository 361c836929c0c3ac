import path from 'node:path';
import type { TestRunnerPlugin } from '@web/test-runner';
import { compileWorklet } from './compile-worklet.js';
import { workletFileOf, workletModule } from './worklet-module.js';

/** Serves `?worklet` imports in the browser tests. */
export function workletTestPlugin(rootDir: string): TestRunnerPlugin {
  return {
    name: 'worklet-source',
    async serve(context) {
      const file = workletFileOf(context.url);
      if (!file) return undefined;
      const { code } = await compileWorklet(path.join(rootDir, file));
      return { body: workletModule(JSON.stringify(code), 'undefined'), type: 'js' };
    },
  };
}
