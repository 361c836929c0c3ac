import type { QuartetFilter } from './quartet-filter.js';
import { createTapRows, type Ratio, samplesPerPeriod } from './tap-rows.js';

/** Most points of the impulse response for each period of the lower rate: 640 are what 22.05 to 96 kHz takes. */
const MAX_POINTS = 640;

/** Four consecutive samples at once: they share the input, and their taps lie side by side. For every ratio. */
export function createBankedFilter(ratio: Ratio): QuartetFilter {
  const { phases, step } = ratio;
  // Ratios with too many phases read between two rows, with an error below -110 dB.
  const isExact = Math.max(phases, step) <= MAX_POINTS;
  const rowCount = isExact ? phases : Math.ceil(MAX_POINTS / samplesPerPeriod(ratio));
  const rows = createTapRows(ratio, rowCount);
  const taps = rows[0]?.length ?? 0;
  /** Input samples that four output samples depend on, rounded up to pairs. */
  const span = 2 * Math.ceil((taps + (3 * step) / phases) / 2);
  const bankLength = 4 * span;

  function fill(bank: Float64Array, phase: number): Float64Array {
    bank.fill(0);
    for (let lane = 0; lane < 4; lane += 1) {
      const position = phase + lane * step;
      const shift = Math.floor(position / phases);
      const place = ((position - shift * phases) * rowCount) / phases;
      const weight = place % 1;
      const low = rows[place - weight] ?? bank;
      const high = rows[place - weight + 1] ?? bank;
      for (let i = 0; i < taps; i += 1) bank[(i + shift) * 4 + lane] = (low[i] ?? 0) * (1 - weight) + (high[i] ?? 0) * weight;
    }
    return bank;
  }

  const banks = isExact ? rows.slice(0, phases).map((_, phase) => fill(new Float64Array(bankLength), phase)) : [];
  const scratch = new Float64Array(bankLength);
  const four = new Float64Array(4);

  return {
    memory: taps - 1,
    overrun: span - taps,
    run(history, next, count, output, offset) {
      for (let m = 0; m < count; m += 4) {
        const position = next + m * step;
        const index = Math.floor(position / phases);
        const phase = position - index * phases;
        sumSideBySide(banks[phase] ?? fill(scratch, phase), bankLength, history, index, four);
        for (let lane = 0; lane < 4 && m + lane < count; lane += 1) output[offset + m + lane] = four[lane] ?? 0;
      }
    },
  };
}

/** `length` stands apart because reading `taps.length` in every round costs 10 %; two input samples a round gain 5 %. */
function sumSideBySide(taps: Float64Array, length: number, history: Float64Array, start: number, out: Float64Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = start, j = 0; j < length; j = (j + 8) | 0, i = (i + 2) | 0) {
    const x0 = history[i] ?? 0;
    const x1 = history[(i + 1) | 0] ?? 0;
    a += (taps[j] ?? 0) * x0 + (taps[(j + 4) | 0] ?? 0) * x1;
    b += (taps[(j + 1) | 0] ?? 0) * x0 + (taps[(j + 5) | 0] ?? 0) * x1;
    c += (taps[(j + 2) | 0] ?? 0) * x0 + (taps[(j + 6) | 0] ?? 0) * x1;
    d += (taps[(j + 3) | 0] ?? 0) * x0 + (taps[(j + 7) | 0] ?? 0) * x1;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}
