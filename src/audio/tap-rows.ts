import { HALF_LENGTH, impulseResponse } from './equiripple.js';

/** Output sample m stands at the input position m · step / phases; the fraction is in lowest terms. */
export interface Ratio {
  readonly phases: number;
  readonly step: number;
}

/** Input samples for each period of the lower rate. */
export function samplesPerPeriod({ phases, step }: Ratio): number {
  return Math.max(1, step / phases);
}

/** Group delay in input samples: the least with which no tap needs a sample that is not there yet. */
export function delayOf(ratio: Ratio): number {
  return HALF_LENGTH * samplesPerPeriod(ratio) - 1 / ratio.phases;
}

/** How many taps a sample has. */
export function tapCount(ratio: Ratio): number {
  return Math.ceil(HALF_LENGTH * samplesPerPeriod(ratio) + delayOf(ratio));
}

/**
 * `count` + 1 rows of taps, for positions from 0 to 1 input sample; the tap of the oldest sample stands first, after
 * `before` zeros and before `after` ones.
 */
export function createTapRows(ratio: Ratio, count: number, before = 0, after = 0): readonly Float64Array[] {
  const scale = samplesPerPeriod(ratio);
  const delay = delayOf(ratio);
  const end = before + tapCount(ratio);
  return Array.from({ length: count + 1 }, (_, row) => {
    const taps = new Float64Array(end + after);
    for (let i = before; i < end; i += 1) taps[i] = impulseResponse((end - 1 - i + row / count - delay) / scale) / scale;
    return taps;
  });
}
