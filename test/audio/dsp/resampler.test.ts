import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from '../../rigs/fast-check.js';
import { HALF_LENGTH, impulseResponse } from '../../../src/audio/dsp/equiripple.js';
import { createResampler } from '../../../src/audio/dsp/resampler.js';
import { collectGarbage } from '../../rigs/collect-garbage.js';
import { measureConverter } from '../../rigs/converter-quality.js';

const RATES = [8000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000];
const PAIRS = RATES.flatMap((from) => RATES.filter((to) => to !== from).map((to) => [from, to] as const));

/** Rates that devices have, and any others. */
const anyRate = fc.oneof(fc.constantFrom(...RATES, 11_025, 32_000), fc.integer({ min: 6000, max: 100_000 }));

function noise(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 31 - 1);
}

function convert(from: number, to: number, input: Float32Array, cuts: readonly number[] = []): Float32Array {
  const resampler = createResampler(from, to);
  const output = new Float32Array(resampler.maxOutput(input.length));
  let [read, written] = [0, 0];
  for (const cut of [...cuts, input.length]) {
    const block = input.subarray(read, read + cut);
    const count = resampler.process(block, output, written);
    assert.ok(count <= resampler.maxOutput(block.length));
    read += block.length;
    written += count;
  }
  return output.subarray(0, written);
}

/** The definition: every sample is the sum of all input, weighted with the impulse response around its place. */
function convertByDefinition(from: number, to: number, input: Float32Array): Float64Array {
  const scale = Math.max(1, from / to);
  const delay = (createResampler(from, to).delayMs / 1000) * from;
  return Float64Array.from({ length: Math.ceil((input.length * to) / from) }, (_, m) =>
    input.reduce((sum, x, n) => sum + (x * impulseResponse(((m * from) / to - n - delay) / scale)) / scale, 0),
  );
}

describe('resampler', () => {
  it('gives the same bits however the input is cut', () => {
    fc.assert(
      fc.property(anyRate, anyRate, fc.nat(), fc.array(fc.nat(700), { maxLength: 12 }), (from, to, seed, cuts) => {
        const input = noise(3000, seed);
        assert.deepEqual(convert(from, to, input, cuts), convert(from, to, input));
      }),
      { numRuns: 60 },
    );
  });

  it('is what the formula says at any rates', () => {
    fc.assert(
      fc.property(anyRate, anyRate, fc.nat(), fc.integer({ min: 1, max: 500 }), (from, to, seed, length) => {
        if (from === to) return;
        const input = noise(length, seed);
        const expected = convertByDefinition(from, to, input);
        const actual = convert(from, to, input);
        assert.equal(actual.length, expected.length);
        const worst = actual.reduce((most, value, m) => Math.max(most, Math.abs(value - (expected[m] ?? NaN))), 0);
        assert.ok(worst < 1e-5, `${from} to ${to}: ${worst}`);
      }),
      { numRuns: 60 },
    );
  });

  for (const [from, to] of PAIRS) {
    it(`keeps its promises from ${from} to ${to} Hz`, () => {
      const resampler = createResampler(from, to);
      const quality = measureConverter(
        () => {
          resampler.reset();
          return (input, output) => resampler.process(input, output);
        },
        from,
        to,
        { tones: 8 },
      );
      // One alias or image is 103 dB down; near half the rate a tone has two.
      assert.ok(quality.aliasDb <= -101, `alias ${quality.aliasDb} dB`);
      assert.ok(quality.rippleDb <= 0.007, `ripple ${quality.rippleDb} dB`);
      assert.ok(Math.abs(quality.delayMs - resampler.delayMs) < 0.001, `delay ${quality.delayMs} ms`);
      assert.ok(resampler.delayMs <= (HALF_LENGTH / Math.min(from, to)) * 1000);
    });
  }

  it('delays at most 1.2 ms to 24 kHz and 1.8 ms to 16 kHz', () => {
    for (const from of [44_100, 48_000, 96_000]) {
      assert.ok(createResampler(from, 24_000).delayMs <= 1.2);
      assert.ok(createResampler(from, 16_000).delayMs <= 1.8);
    }
  });

  it('passes a constant unchanged', () => {
    for (const [from, to] of PAIRS) {
      const settled = convert(from, to, new Float32Array(4000).fill(1)).subarray(Math.ceil((1000 * to) / from));
      for (const value of settled) assert.ok(Math.abs(value - 1) < 2e-5, `${from} to ${to}: ${value}`);
    }
  });

  for (const [from, to] of [
    [22_050, 16_000],
    [8000, 7919],
  ] as const) {
    it(`has not drifted after an hour from ${from} to ${to} Hz`, () => {
      const resampler = createResampler(from, to);
      const hertz = 1000;
      const second = Float32Array.from({ length: from }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / from));
      const output = new Float32Array(resampler.maxOutput(from));
      let written = 0;
      for (let seconds = 0; seconds < 3600; seconds += 1) written += resampler.process(second, output);
      assert.equal(written, 3600 * to);
      const worst = output.subarray(0, to).reduce((most, value, i) => {
        const expected = Math.sin(2 * Math.PI * hertz * (i / to - resampler.delayMs / 1000));
        return Math.max(most, Math.abs(value - expected));
      }, 0);
      assert.ok(worst < 5e-4, `off by ${worst}`);
    });
  }

  it('allocates nothing while it runs', () => {
    const block = noise(128, 1);
    for (const [from, to] of [
      [48_000, 24_000],
      [44_100, 24_000],
      [24_000, 48_000],
      [8000, 7919],
    ] as const) {
      const resampler = createResampler(from, to);
      const output = new Float32Array(resampler.maxOutput(block.length));
      const growthOf = (calls: number): number => {
        collectGarbage();
        const before = process.memoryUsage().heapUsed;
        for (let call = 0; call < calls; call += 1) resampler.process(block, output);
        return process.memoryUsage().heapUsed - before;
      };
      const nothing = Math.min(...Array.from({ length: 10 }, () => growthOf(0)));
      // Until the engine has compiled all of it for good, intermediate results are objects too; after that it stays quiet.
      let quiet = 0;
      for (let round = 0; quiet < 3 && round < 300; round += 1) quiet = growthOf(2000) <= nothing + 500 ? quiet + 1 : 0;
      assert.equal(quiet, 3, `${from} to ${to}: still growing after 600,000 calls`);
    }
  });

  it('forgets everything on reset', () => {
    const resampler = createResampler(44_100, 16_000);
    const input = noise(1000, 7);
    const first = new Float32Array(resampler.maxOutput(input.length));
    const second = new Float32Array(first.length);
    const count = resampler.process(input, first);
    resampler.reset();
    assert.equal(resampler.process(input, second), count);
    assert.deepEqual(second, first);
  });

  it('hands equal rates through without delay', () => {
    const input = noise(300, 3);
    assert.deepEqual(convert(48_000, 48_000, input, [100]), input);
    assert.equal(createResampler(48_000, 48_000).delayMs, 0);
  });

  for (const rate of [0, -8000, 44_100.5, NaN, Infinity]) {
    it(`refuses ${rate} Hz`, () => {
      assert.throws(() => createResampler(rate, 24_000), RangeError);
      assert.throws(() => createResampler(48_000, rate), RangeError);
    });
  }
});
