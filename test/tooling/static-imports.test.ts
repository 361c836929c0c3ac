import assert from 'node:assert/strict';
import test from 'node:test';
import { importAtOnce } from '../../tooling/build/static-imports.js';

test('what would be loaded later is loaded at once, each under a name of its own', () => {
  const code = "const LOAD = {\n  a: () => import('./a/index.js'),\n  b: () => import('./b.js'),\n};";
  assert.equal(
    importAtOnce(code),
    "import loaded0 from './a/index.js';\nimport loaded1 from './b.js';\n" +
      'const LOAD = {\n  a: () => Promise.resolve({ default: loaded0 }),\n  b: () => Promise.resolve({ default: loaded1 }),\n};',
  );
});
