import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurnDetector } from '../../../src/local/listening/turn-detector.js';

function hearAll(probabilities: readonly number[], threshold = 0.5): string[] {
  const detector = createTurnDetector();
  return probabilities.map((probability) => {
    const frame = detector.hear(probability, threshold);
    return frame.type === 'pausing' ? `pausing ${frame.silenceMs}` : frame.type;
  });
}

test('takes three loud frames for speech, and not two', () => {
  assert.deepEqual(hearAll([0.9, 0.9, 0.1, 0.9, 0.9, 0.9]), ['nothing', 'nothing', 'nothing', 'nothing', 'nothing', 'started']);
});

test('counts a pause from its first quiet frame, and its frames between quiet and loud', () => {
  assert.deepEqual(hearAll([0.9, 0.9, 0.9, 0.4, 0.1, 0.4, 0.1, 0.9]).slice(3), [
    'speaking',
    'pausing 32',
    'pausing 64',
    'pausing 96',
    'resumed',
  ]);
});

test('keeps to the threshold it is given', () => {
  assert.deepEqual(hearAll([0.6, 0.6, 0.6, 0.6], 0.8), ['nothing', 'nothing', 'nothing', 'nothing']);
  assert.equal(hearAll([0.3, 0.3, 0.3], 0.2).at(-1), 'started');
});
