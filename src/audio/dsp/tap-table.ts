import { HALF_LENGTH, impulseResponse } from './equiripple.js';

/** Most points at which the response is kept for each period of the lower rate: 640 are what 22.05 to 96 kHz takes. */
const MAX_POINTS = 640;

/** What four consecutive output samples, `step` apart and counted in 1/phases of an input sample, take of the input. */
export interface TapTable {
  /** Input samples that one or another of the four depends on. */
  readonly span: number;
  /** Input samples before the newest that a sample depends on. */
  readonly memory: number;
  /** Group delay in input samples: the least with which no tap needs a sample that is not there yet. */
  readonly delay: number;
  /**
   * The taps of the four, of which the first stands `phase` after an input sample: four for the oldest input sample, four
   * for the next, and so on. Allocates nothing; the next call may change what this one gave.
   */
  quartet(phase: number): Float64Array;
}

/** `phases` and `step` in lowest terms. */
export function createTapTable(phases: number, step: number): TapTable {
  /** Input samples in a period of the lower rate. */
  const scale = Math.max(1, step / phases);
  // Ratios with too many phases read between two points, with an error below -110 dB.
  const isExact = Math.max(phases, step) <= MAX_POINTS;
  const points = isExact ? phases : Math.ceil(MAX_POINTS / scale);
  // What is read before the first point that is not 0 must not be sound that is yet to come.
  const delay = HALF_LENGTH * scale - (isExact ? 1 / phases : 0);
  const memory = Math.ceil(HALF_LENGTH * scale + delay) - 1;
  /** Input samples that the last of the four is ahead of the first. */
  const ahead = Math.ceil((3 * step) / phases);
  const span = memory + 1 + ahead;
  // It is 0 at both ends, where one of the four takes nothing of the others' input.
  const response = new Float64Array((span + ahead) * points + 2).map(
    (_, point) => impulseResponse((point / points - ahead - delay) / scale) / scale,
  );

  function fill(quartet: Float64Array, phase: number): Float64Array {
    for (let i = 0; i < 4 * span; i += 1) {
      const place = (((span - 1 - (i >> 2)) * phases + phase + (i & 3) * step) * points) / phases;
      const point = Math.floor(place);
      const before = response[point] ?? 0;
      quartet[i] = before + (place - point) * ((response[point + 1] ?? 0) - before);
    }
    return quartet;
  }

  const spare = new Float64Array(4 * span);
  const quartets = Array.from({ length: isExact ? phases : 0 }, (_, phase) => fill(spare.slice(), phase));
  return { span, memory, delay, quartet: (phase) => quartets[phase] ?? fill(spare, phase) };
}
