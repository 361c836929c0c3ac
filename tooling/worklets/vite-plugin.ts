import path from 'node:path';
import type { Plugin } from 'vite';
import { compileWorklet } from './compile-worklet.js';
import { resolveWorklet, WORKLET_ID, workletFileOf, workletModule } from './worklet-module.js';

/** Serves `?worklet` imports in Storybook. */
export function workletPlugin(): Plugin {
  return {
    name: 'worklet-source',
    enforce: 'pre',
    resolveId: resolveWorklet,
    load: {
      filter: { id: WORKLET_ID },
      async handler(id) {
        const { code, inputs } = await compileWorklet(workletFileOf(id));
        for (const input of inputs) this.addWatchFile(path.resolve(input));
        return { code: workletModule(JSON.stringify(code), 'undefined'), moduleSideEffects: false };
      },
    },
  };
}
