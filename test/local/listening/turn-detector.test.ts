import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurnDetector } from '../../../src/local/listening/turn-detector.js';

function processAll(probabilities: readonly number[], threshold = 0.5): string[] {
  const detector = createTurnDetector();
  return probabilities.map((probability) => {
    const frame = detector.process(probability, threshold);
    return frame.type === 'pausing' ? `pausing ${frame.silenceMs}` : frame.type;
  });
}

test('starts a turn after three loud frames, not two', () => {
  assert.deepEqual(processAll([0.9, 0.9, 0.1, 0.9, 0.9, 0.9]), [
    'silence',
    'silence',
    'silence',
    'silence',
    'silence',
    'started',
  ]);
});

test('counts a pause from its first quiet frame, including frames between the thresholds', () => {
  assert.deepEqual(processAll([0.9, 0.9, 0.9, 0.4, 0.1, 0.4, 0.1, 0.9]).slice(3), [
    'speaking',
    'pausing 32',
    'pausing 64',
    'pausing 96',
    'resumed',
  ]);
});

test('applies the given threshold', () => {
  assert.deepEqual(processAll([0.6, 0.6, 0.6, 0.6], 0.8), ['silence', 'silence', 'silence', 'silence']);
  assert.equal(processAll([0.3, 0.3, 0.3], 0.2).at(-1), 'started');
});
