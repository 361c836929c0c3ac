import type { QuartetFilter } from './quartet-filter.js';
import { createTapRows, type Ratio } from './tap-rows.js';

/**
 * Four samples of the same phase at once: they share the taps, and the input slides past in registers. The faster one,
 * for ratios of small numbers: the others repeat a phase too seldom to find four in a block.
 */
export function createSlidingFilter(ratio: Ratio): QuartetFilter {
  const { phases, step } = ratio;
  const rows = createTapRows(ratio, phases);
  const taps = rows[0]?.length ?? 0;
  // Consecutive samples of one phase are `step` input samples apart, so the taps are sorted by their place in a step.
  const length = Math.ceil(taps / step);
  const sorted = rows.map((row) =>
    new Float64Array(length * step).map((_, i) => row[(i % length) * step + Math.floor(i / length)] ?? 0),
  );
  const four = new Float64Array(4);

  return {
    memory: taps - 1,
    overrun: (length + 3) * step - taps,
    run(history, next, count, output, offset) {
      for (let first = 0; first < phases && first < count; first += 1) {
        const position = next + first * step;
        let index = Math.floor(position / phases);
        const row = sorted[position - index * phases] ?? four;
        for (let m = first; m < count; m += 4 * phases, index += 4 * step) {
          slide(row, length, step, history, index, four);
          for (let lane = 0; lane < 4 && m + lane * phases < count; lane += 1)
            output[offset + m + lane * phases] = four[lane] ?? 0;
        }
      }
    },
  };
}

/** Here `| 0` spares the engine its checks for overflow, which cost 10 %. */
function slide(taps: Float64Array, length: number, step: number, history: Float64Array, start: number, out: Float64Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let place = 0, j = 0; place < step; place = (place + 1) | 0) {
    let i = (start + place) | 0;
    let x0 = history[i] ?? 0;
    let x1 = history[(i = (i + step) | 0)] ?? 0;
    let x2 = history[(i = (i + step) | 0)] ?? 0;
    for (const end = (j + length) | 0; j < end; j = (j + 1) | 0) {
      const tap = taps[j] ?? 0;
      const x3 = history[(i = (i + step) | 0)] ?? 0;
      a += tap * x0;
      b += tap * x1;
      c += tap * x2;
      d += tap * x3;
      x0 = x1;
      x1 = x2;
      x2 = x3;
    }
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}
