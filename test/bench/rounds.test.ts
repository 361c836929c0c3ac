import assert from 'node:assert/strict';
import { it } from 'node:test';
import { interleave, median, quantile, ratio } from '../../bench/rounds.js';

it('finds quantiles between the values', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(quantile([10, 20, 30, 40, 50], 0.95), 48);
});

it('lets another contestant start each round', async () => {
  const order: string[] = [];
  const contestant = (name: string) => (): number => order.push(name);
  const measured = await interleave(2, { a: contestant('a'), b: contestant('b') });
  assert.deepEqual(order, ['a', 'b', 'b', 'a']);
  assert.deepEqual(measured, { a: [1, 4], b: [2, 3] });
});

it('compares inside a round', () => {
  assert.equal(ratio([1, 10, 100], [2, 20, 50]), 0.5);
});
