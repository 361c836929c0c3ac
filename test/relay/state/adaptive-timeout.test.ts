import assert from 'node:assert/strict';
import test from 'node:test';
import { createPatience } from '../../../src/relay/state/adaptive-timeout.js';

test('patience is short where answers come at once, grows with what they took, and comes to an end', () => {
  let now = 0;
  const patience = createPatience({ now: () => now }, 300);
  assert.equal(patience.ms, 300);
  patience.note(2);
  assert.equal(patience.ms, 300);
  patience.note(150);
  patience.note(3);
  assert.equal(patience.ms, 600, 'the longest counts, not the last');
  patience.note(30_000);
  assert.equal(patience.ms, 2_000);

  // It remembers for ten seconds at least and twenty at most.
  now = 19_999;
  assert.equal(patience.ms, 2_000);
  patience.note(100);
  now = 20_000;
  assert.equal(patience.ms, 2_000);
  now = 30_000;
  assert.equal(patience.ms, 400);
  now = 60_000;
  assert.equal(patience.ms, 300);
  const patient = createPatience({ now: () => now }, 5_000);
  patient.note(1_000);
  assert.equal(patient.ms, 5_000, 'an operator may want more');
});
