import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findCircles } from '../../../tooling/lint/circles.js';

it('finds a circle once and leaves a diamond alone', () => {
  const diamond = { a: ['b', 'c'], b: ['d'], c: ['d'] };
  assert.deepEqual(findCircles(new Map(Object.entries(diamond))), []);
  assert.deepEqual(findCircles(new Map(Object.entries({ ...diamond, d: ['b'] }))), [['b', 'd', 'b']]);
});

it('finds a module that imports itself', () => {
  assert.deepEqual(findCircles(new Map([['a', ['a']]])), [['a', 'a']]);
});
