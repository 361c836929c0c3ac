import assert from 'node:assert/strict';
import { it } from 'node:test';
import { systemClock } from '../../src/lib/clock.js';

it('never goes back', () => {
  const times = Array.from({ length: 1000 }, () => systemClock.now());
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
});
