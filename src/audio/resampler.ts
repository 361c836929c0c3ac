import { HALF_LENGTH, impulseResponse } from './equiripple.js';

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

/** Most phases that get taps of their own; ratios with more are interpolated between so many (error below -110 dB). */
const MAX_POINTS = 640;

/** Input frames that are taken over at once. */
const CHUNK = 1024;

/**
 * `fromRate` and `toRate` in whole Hertz. Linear phase; to 0.45 of the lower rate the gain is within 0.005 dB, and
 * whatever aliases or mirrors into that band is at least 105 dB down. Equal rates pass through.
 */
export function createResampler(fromRate: number, toRate: number): Resampler {
  if (!(Number.isInteger(fromRate) && Number.isInteger(toRate) && fromRate > 0 && toRate > 0)) {
    throw new RangeError(`Sample rates are positive whole numbers, not ${fromRate} and ${toRate}`);
  }
  return fromRate === toRate ? createPassThrough() : createPolyphase(fromRate, toRate);
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

/**
 * Output sample m stands at the input position m · step / phases, an exact integer division, so nothing can drift. It is
 * written as soon as the input sample at or before that position is there, `delay` samples late.
 */
function createPolyphase(fromRate: number, toRate: number): Resampler {
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const phases = toRate / divisor;
  const step = fromRate / divisor;
  const perPeriod = Math.max(1, fromRate / toRate);
  const reach = HALF_LENGTH * perPeriod;
  const delay = reach - 1 / phases;
  const taps = Math.ceil(reach + delay);
  const interpolates = Math.max(phases, step) > MAX_POINTS;
  const rowCount = interpolates ? Math.ceil(MAX_POINTS / perPeriod) : phases;

  /** A row of taps for each phase, last tap first, as the history is read upwards. */
  const rows = Array.from({ length: rowCount + (interpolates ? 1 : 0) }, (_, row) =>
    Float64Array.from({ length: taps }, (_, i) => impulseResponse((taps - 1 - i + row / rowCount - delay) / perPeriod) / perPeriod),
  );
  const blend = new Float64Array(taps);
  const history = new Float64Array(taps - 1 + CHUNK);
  let next = 0;

  function rowOf(phase: number): Float64Array {
    if (!interpolates) return rows[phase]!;
    const position = (phase / phases) * rowCount;
    const index = Math.floor(position);
    const weight = position - index;
    const low = rows[index]!;
    const high = rows[index + 1]!;
    for (let i = 0; i < taps; i += 1) blend[i] = low[i]! + weight * (high[i]! - low[i]!);
    return blend;
  }

  function takeChunk(input: Float32Array, start: number, frames: number, output: Float32Array, offset: number): number {
    for (let i = 0; i < frames; i += 1) history[taps - 1 + i] = input[start + i]!;
    const end = frames * phases;
    let write = offset;
    for (; next < end; next += step) {
      const index = Math.floor(next / phases);
      const row = rowOf(next - index * phases);
      let sum = 0;
      for (let i = 0; i < taps; i += 1) sum += row[i]! * history[index + i]!;
      output[write++] = sum;
    }
    next -= end;
    history.copyWithin(0, frames, frames + taps - 1);
    return write - offset;
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
    delayMs: (delay / fromRate) * 1000,
    reset() {
      history.fill(0);
      next = 0;
    },
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
