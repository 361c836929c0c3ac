import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needsHandover } from '../../../src/audio/devices/context-handover.js';

const at = (sampleRate: number, state: 'running' | 'suspended' | 'interrupted' | 'closed' = 'running') => ({ sampleRate, state });

describe('mustMove', () => {
  it('follows a headset that changes from music to telephone quality, and back', () => {
    assert.equal(needsHandover(at(44_100), at(16_000)), true);
    assert.equal(needsHandover(at(16_000), at(44_100)), true);
    assert.equal(needsHandover(at(48_000), at(48_000)), false);
  });

  it('gives nothing to a context that may not run', () => {
    assert.equal(needsHandover(at(48_000), at(16_000, 'suspended')), false);
    assert.equal(needsHandover(at(48_000), at(16_000, 'interrupted')), false);
  });

  it('takes nothing from a context that stands still', () => {
    for (const state of ['suspended', 'interrupted', 'closed'] as const)
      assert.equal(needsHandover(at(48_000, state), at(16_000)), false);
  });
});
