import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createRing } from '../../src/audio/ring.js';

describe('ring', () => {
  it('is a queue, whatever is written and read, also while it grows', () => {
    const action = fc.record({ write: fc.nat(30_000), read: fc.nat(30_000) });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
        const ring = createRing(100_000);
        const model: number[] = [];
        let value = 0;
        for (const { write, read } of actions) {
          const samples = Int16Array.from({ length: write }, () => (value = (value + 7) % 32_000));
          model.push(...samples.subarray(0, ring.write(samples)));
          const count = Math.min(read, ring.length);
          const out = new Float32Array(count + 1);
          ring.peek(0, count, out, 1);
          ring.drop(count);
          assert.deepEqual(
            [...out.subarray(1)].map((sample) => sample * 32_768),
            model.splice(0, count),
          );
          assert.equal(ring.length, model.length);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps to its bound', () => {
    const ring = createRing(1000);
    assert.equal(ring.write(new Int16Array(700)), 700);
    assert.equal(ring.write(new Int16Array(700)), 300);
    assert.equal(ring.length, 1000);
    ring.clear();
    assert.equal(ring.length, 0);
  });
});
