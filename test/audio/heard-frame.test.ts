import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { heardTime } from '../../src/audio/heard-frame.js';

const running = {
  contextTime: 2,
  performanceTime: 5000,
  currentTime: 2.05,
  outputLatency: 0.03,
  baseLatency: 0.01,
  state: 'running',
};

describe('heardTime', () => {
  it('extrapolates the timestamp, but not beyond what was rendered', () => {
    assert.equal(heardTime(running, 5010), 2.01);
    assert.equal(heardTime(running, 5100), 2.05);
  });

  it('stands still with the context', () => {
    assert.equal(heardTime({ ...running, state: 'suspended' }, 9000), 2);
  });

  it('does not extrapolate from a moment that cannot be', () => {
    assert.equal(heardTime({ ...running, performanceTime: 7000 }, 5010), 2);
    assert.equal(heardTime({ ...running, performanceTime: 1000 }, 5010), 2);
  });

  it('makes do with the latency where there is no timestamp', () => {
    assert.equal(heardTime({ ...running, contextTime: 0 }, 5010), 2.05 - 0.03);
    assert.equal(heardTime({ ...running, performanceTime: undefined, outputLatency: undefined }, 5010), 2.05 - 0.01);
    assert.equal(heardTime({ ...running, contextTime: 0, currentTime: 0 }, 0), 0);
  });
});
