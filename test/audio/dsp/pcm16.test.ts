import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { floatToPcm16, pcm16ToFloat } from '../../../src/audio/dsp/pcm16.js';

function toPcm16(values: readonly number[], random?: () => number): number[] {
  const output = new Int16Array(values.length);
  floatToPcm16(Float32Array.from(values), values.length, output, random);
  return [...output];
}

describe('pcm16', () => {
  it('saturates instead of wrapping', () => {
    assert.deepEqual(
      toPcm16([1, -1, 1.0001, -1.0001, 40, -40, Infinity, -Infinity]),
      [32767, -32768, 32767, -32768, 32767, -32768, 32767, -32768],
    );
  });

  it('rounds to the nearest step and makes silence of what is no number', () => {
    assert.deepEqual(toPcm16([0, 0.4 / 32768, 0.6 / 32768, -0.6 / 32768, NaN]), [0, 0, 1, -1, 0]);
  });

  it('gives back every sample', () => {
    const all = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    const floats = new Float32Array(all.length);
    const back = new Int16Array(all.length);
    pcm16ToFloat(all, all.length, floats);
    floatToPcm16(floats, floats.length, back);
    assert.deepEqual(back, all);
  });

  it('leaves what is beyond the count alone', () => {
    const output = new Int16Array(2).fill(5);
    floatToPcm16(Float32Array.of(0.5, 0.5), 1, output);
    assert.deepEqual([...output], [16_384, 5]);
  });

  it('dithers on demand: the mean carries what one step cannot, and full scale still does not wrap', () => {
    let state = 1;
    const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    const dithered = toPcm16(
      Array.from({ length: 100_000 }, () => 0.3 / 32_768),
      random,
    );
    const mean = dithered.reduce((sum, value) => sum + value, 0) / dithered.length;
    assert.ok(Math.abs(mean - 0.3) < 0.01, `mean ${mean}`);
    assert.deepEqual([...new Set(dithered)].sort(), [-1, 0, 1].sort());
    assert.deepEqual(
      new Set(
        toPcm16(
          Array.from({ length: 100 }, () => 1),
          random,
        ),
      ).has(-32_768),
      false,
    );
  });
});
