import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { playoutFrame, type OutputClock } from '../../../src/audio/playback/playout-frame.js';

interface Times extends Partial<OutputClock>, AudioTimestamp {}

/** The frame of a context with one of them in a second. */
function heardAt(nowMs: number, { contextTime = 2, performanceTime = 5000, ...output }: Times = {}): number {
  const running = { currentTime: 2.05, outputLatency: 0.03, baseLatency: 0.01, state: 'running', sampleRate: 1 };
  return playoutFrame({ ...running, getOutputTimestamp: () => ({ contextTime, performanceTime }), ...output }, nowMs);
}

describe('heardFrame', () => {
  it('extrapolates the timestamp, but not beyond what was rendered', () => {
    assert.equal(heardAt(5010), 2.01);
    assert.equal(heardAt(5100), 2.05);
  });

  it('stands still with the context', () => {
    assert.equal(heardAt(9000, { state: 'suspended' }), 2);
  });

  it('does not extrapolate from a moment that cannot be', () => {
    assert.equal(heardAt(5010, { performanceTime: 7000 }), 2);
    assert.equal(heardAt(5010, { performanceTime: 1000 }), 2);
  });

  it('makes do with the latency where there is no timestamp', () => {
    assert.equal(heardAt(5010, { contextTime: 0 }), 2.05 - 0.03);
    const early = { currentTime: 2.05, baseLatency: 0.01, state: 'running', sampleRate: 1 };
    assert.equal(playoutFrame({ ...early, getOutputTimestamp: () => ({}) }, 5010), 2.05 - 0.01);
    assert.equal(heardAt(0, { contextTime: 0, currentTime: 0 }), 0);
  });
});
