import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from '../../rigs/fast-check.js';
import { createSampleQueue } from '../../../src/audio/playback/sample-queue.js';

describe('sample queue', () => {
  it('gives back what was written, however it is cut', () => {
    const action = fc.record({ write: fc.nat(30_000), read: fc.nat(30_000) });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
        const queue = createSampleQueue(100_000);
        const model: number[] = [];
        let value = 0;
        for (const { write, read } of actions) {
          const samples = Int16Array.from({ length: write }, () => (value = (value + 7) % 32_000));
          model.push(...samples.subarray(0, queue.write(samples)));
          const count = Math.min(read, queue.length);
          const out = new Float32Array(count + 1);
          queue.peek(count, out, 1);
          queue.drop(count);
          assert.deepEqual(
            [...out.subarray(1)].map((sample) => sample * 32_768),
            model.splice(0, count),
          );
          assert.equal(queue.length, model.length);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps to its bound', () => {
    const queue = createSampleQueue(1000);
    assert.equal(queue.write(new Int16Array(700)), 700);
    assert.equal(queue.write(new Int16Array(700)), 300);
    assert.equal(queue.length, 1000);
    assert.equal(
      queue.takeAll().reduce((sum, piece) => sum + piece.length, 0),
      1000,
    );
    assert.equal(queue.length, 0);
  });
});
