import path from 'node:path';
import type { Plugin } from 'vite';
import { compileWorklet } from './compile-worklet.js';
import { resolveWorklet, workletFileOf, workletModule } from './worklet-module.js';

/**
 * Serves `?worklet` imports in Vite (the ESM build, Storybook, a development server). `urlExpression` is JavaScript that
 * the importing module evaluates to find the worklet as a file of its own.
 */
export function workletPlugin(urlExpression = 'undefined'): Plugin {
  return {
    name: 'worklet-source',
    enforce: 'pre',
    resolveId: resolveWorklet,
    async load(id) {
      const file = workletFileOf(id);
      if (!file) return undefined;
      const { code, inputs } = await compileWorklet(file);
      for (const input of inputs) this.addWatchFile(path.resolve(input));
      return { code: workletModule(JSON.stringify(code), urlExpression), moduleSideEffects: false };
    },
  };
}
