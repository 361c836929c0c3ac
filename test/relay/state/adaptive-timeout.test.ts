import assert from 'node:assert/strict';
import test from 'node:test';
import { createAdaptiveTimeout } from '../../../src/relay/state/adaptive-timeout.js';

test('the time-out is short after quick answers, grows with slow ones, and is bounded', () => {
  let now = 0;
  const timeout = createAdaptiveTimeout({ now: () => now }, 300);
  assert.equal(timeout.ms, 300);
  timeout.note(2);
  assert.equal(timeout.ms, 300);
  timeout.note(150);
  timeout.note(3);
  assert.equal(timeout.ms, 600, 'the longest counts, not the last');
  timeout.note(30_000);
  assert.equal(timeout.ms, 2_000);

  // It remembers for ten seconds at least and twenty at most.
  now = 19_999;
  assert.equal(timeout.ms, 2_000);
  timeout.note(100);
  now = 20_000;
  assert.equal(timeout.ms, 2_000);
  now = 30_000;
  assert.equal(timeout.ms, 400);
  now = 60_000;
  assert.equal(timeout.ms, 300);
  const patient = createAdaptiveTimeout({ now: () => now }, 5_000);
  patient.note(1_000);
  assert.equal(patient.ms, 5_000, 'an operator may want more');
});
