import { createBankedFilter } from './banked-filter.js';
import { createSlidingFilter } from './sliding-filter.js';
import { delayOf } from './tap-rows.js';

/** Changes the sample rate of one endless channel of sound. */
export interface Resampler {
  /**
   * Reads all of `input` and writes every output sample that is ready to `output` from `outputOffset` on; there must be
   * room for {@link Resampler.maxOutput}. Returns how many. The output is the same, bit by bit, however the input is cut
   * into blocks. Allocates nothing.
   */
  process(input: Float32Array, output: Float32Array, outputOffset?: number): number;
  /** The most that one call with `frames` input frames can write. */
  maxOutput(frames: number): number;
  /** Group delay at every frequency, milliseconds. Nothing else is held back. */
  readonly delayMs: number;
  /** Forgets all that was heard. */
  reset(): void;
}

/** Input frames that are taken over at once. */
const CHUNK = 1024;
/** The greatest number in a ratio that the sliding filter is the faster one for. */
const MAX_SLIDING = 12;

/**
 * `fromRate` and `toRate` in whole Hertz. Linear phase; up to 0.45 of the lower rate the gain is within 0.007 dB, and
 * each alias or image in that band is 103 dB down. The delay is 25 periods of the lower rate: 1.04-1.06 ms to and
 * from 24 kHz, 1.58-1.6 ms to and from 16 kHz. Equal rates pass through. Throws a `RangeError` on other than positive
 * whole rates.
 */
export function createResampler(fromRate: number, toRate: number): Resampler {
  for (const rate of [fromRate, toRate]) {
    if (!Number.isInteger(rate) || rate <= 0) throw new RangeError(`Not a sample rate: ${rate}`);
  }
  return fromRate === toRate ? createPassThrough() : createStream(fromRate, toRate);
}

function createPassThrough(): Resampler {
  return {
    process(input, output, outputOffset = 0) {
      output.set(input, outputOffset);
      return input.length;
    },
    maxOutput: (frames) => frames,
    delayMs: 0,
    reset() {},
  };
}

/** Positions are whole numbers of 1/phases of an input sample, so nothing can drift. */
function createStream(fromRate: number, toRate: number): Resampler {
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const ratio = { phases: toRate / divisor, step: fromRate / divisor };
  const { phases, step } = ratio;
  const filter = Math.max(phases, step) <= MAX_SLIDING ? createSlidingFilter(ratio) : createBankedFilter(ratio);
  const { memory } = filter;
  const history = new Float64Array(memory + CHUNK + filter.overrun);
  /** Position of the next output sample, from the first input sample that was not read. */
  let next = 0;

  function takeChunk(input: Float32Array, start: number, frames: number, output: Float32Array, offset: number): number {
    for (let i = 0; i < frames; i += 1) history[memory + i] = input[start + i] ?? 0;
    const count = Math.max(0, Math.ceil((frames * phases - next) / step));
    filter.run(history, next, count, output, offset);
    next += count * step - frames * phases;
    history.copyWithin(0, frames, frames + memory);
    return count;
  }

  return {
    process(input, output, outputOffset = 0) {
      let written = 0;
      for (let start = 0; start < input.length; start += CHUNK) {
        written += takeChunk(input, start, Math.min(CHUNK, input.length - start), output, outputOffset + written);
      }
      return written;
    },
    maxOutput: (frames) => Math.ceil((frames * phases) / step),
    delayMs: (delayOf(ratio) / fromRate) * 1000,
    reset() {
      history.fill(0);
      next = 0;
    },
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
