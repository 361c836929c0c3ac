import type { QuartetFilter } from './quartet-filter.js';
import { createTapRows, type Ratio, samplesPerPeriod, tapCount } from './tap-rows.js';

/** Most points of the impulse response for each period of the lower rate: 640 are what 22.05 to 96 kHz takes. */
const MAX_POINTS = 640;

/** Four consecutive samples at once: they share the input. For every ratio. */
export function createBankedFilter(ratio: Ratio): QuartetFilter {
  const { phases, step } = ratio;
  // Ratios with too many phases read between two rows, with an error below -110 dB.
  const isExact = Math.max(phases, step) <= MAX_POINTS;
  const rowCount = isExact ? phases : Math.ceil(MAX_POINTS / samplesPerPeriod(ratio));
  const taps = tapCount(ratio);
  /** Input samples that four output samples depend on, rounded up to what the loop takes at once. */
  const span = 4 * Math.ceil((taps + (3 * step) / phases) / 4);
  const margin = span - taps;
  const rows = createTapRows(ratio, rowCount, margin, margin);
  const blended = [0, 1, 2, 3].map(() => new Float64Array(span));
  const four = new Float64Array(4);

  /** The taps of the sample at `position` after the first of its four, for the input of the first. */
  function rowAt(position: number, target: Float64Array): Float64Array {
    const shift = Math.floor(position / phases);
    const place = ((position - shift * phases) * rowCount) / phases;
    const weight = place % 1;
    const low = rows[place - weight] ?? target;
    const high = rows[place - weight + 1] ?? target;
    const begin = margin - shift;
    if (isExact) return low.subarray(begin, begin + span);
    for (let i = 0; i < span; i += 1) target[i] = (low[begin + i] ?? 0) * (1 - weight) + (high[begin + i] ?? 0) * weight;
    return target;
  }

  const exact = isExact ? Array.from({ length: phases + 3 * step }, (_, position) => rowAt(position, four)) : [];
  const lane = (number: number, phase: number): Float64Array =>
    exact[phase + number * step] ?? rowAt(phase + number * step, blended[number] ?? four);

  return {
    memory: taps - 1,
    overrun: margin,
    run(history, next, count, output, offset) {
      for (let m = 0; m < count; m += 4) {
        const position = next + m * step;
        const index = Math.floor(position / phases);
        const phase = position - index * phases;
        sumRows(lane(0, phase), lane(1, phase), lane(2, phase), lane(3, phase), span, history, index, four);
        for (let i = 0; i < 4 && m + i < count; i += 1) output[offset + m + i] = four[i] ?? 0;
      }
    },
  };
}

/**
 * Written out four times, and `| 0` instead of checks for overflow: together 30 % faster. `length` stands apart because
 * an array's own length would be read in every round.
 */
function sumRows(
  p: Float64Array,
  q: Float64Array,
  r: Float64Array,
  s: Float64Array,
  length: number,
  history: Float64Array,
  start: number,
  out: Float64Array,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = start, j = 0; j < length; j = (j + 4) | 0, i = (i + 4) | 0) {
    const x0 = history[i] ?? 0;
    const x1 = history[(i + 1) | 0] ?? 0;
    const x2 = history[(i + 2) | 0] ?? 0;
    const x3 = history[(i + 3) | 0] ?? 0;
    const k = (j + 1) | 0;
    const l = (j + 2) | 0;
    const m = (j + 3) | 0;
    a += (p[j] ?? 0) * x0 + (p[k] ?? 0) * x1 + ((p[l] ?? 0) * x2 + (p[m] ?? 0) * x3);
    b += (q[j] ?? 0) * x0 + (q[k] ?? 0) * x1 + ((q[l] ?? 0) * x2 + (q[m] ?? 0) * x3);
    c += (r[j] ?? 0) * x0 + (r[k] ?? 0) * x1 + ((r[l] ?? 0) * x2 + (r[m] ?? 0) * x3);
    d += (s[j] ?? 0) * x0 + (s[k] ?? 0) * x1 + ((s[l] ?? 0) * x2 + (s[m] ?? 0) * x3);
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}
