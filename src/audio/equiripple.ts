/**
 * The anti-aliasing filter of the resampler: one continuous, symmetric impulse response from which the taps of every
 * ratio are read. Time is counted in periods of the lower of the two rates, frequency in multiples of it.
 *
 * With half-length T the response is a sum of cosines that all vanish at both ends, which keeps distant images low:
 *
 *     h(t) = 1/T · Σ a[k] cos((k + ½) π t / T)    for |t| < T
 *     H(x) = Σ a[k] (sinc(x - c) + sinc(x + c)),  c = k + ½,  x = 2 T f
 *
 * So a[k] is the gain at the frequency (k + ½) / 2T. Far inside the pass band it is 1, beyond the stop band's edge it
 * fades out, and the few between are fitted for least maximal error (equiripple) by Lawson's iteration: least squares,
 * with every point's weight multiplied by its error after each round.
 *
 * Pass band to 0.45, stop band from 0.55: what aliases from between lands above 0.45. Equiripple because a Kaiser window
 * spends as much on the pass band as on the stop band and would need T = 32 for 100 dB.
 */
export const HALF_LENGTH = 26.5;

/** Below this one all gains are 1; above the last there are none. */
const FIRST_FITTED = 15;
const LAST_FITTED = 34;

const PASS_EDGE = 0.9 * HALF_LENGTH;
const STOP_EDGE = 1.1 * HALF_LENGTH;
/** Grid points for each unit of x; ripples are about one unit wide. */
const DENSITY = 8;
/** The response falls with 1/x² beyond. */
const STOP_WIDTH = 20;
/** How much larger an error may be in the pass band: 0.004 dB there against -106 dB. */
const PASS_TOLERANCE = 70;
const ROUNDS = 15;

let gains: Float64Array | undefined;

/** The impulse response at `t`, zero outside ±{@link HALF_LENGTH}. Its integral is 1. */
export function impulseResponse(t: number): number {
  if (Math.abs(t) >= HALF_LENGTH) return 0;
  gains ??= fitGains();
  const angle = (Math.PI * t) / HALF_LENGTH;
  const twice = 2 * Math.cos(angle);
  let sum = 0;
  let previous = 0;
  for (let k = gains.length - 1; k >= 0; k -= 1) {
    const next = gains[k]! + twice * sum - previous;
    previous = sum;
    sum = next;
  }
  return ((sum - previous) * Math.cos(angle / 2)) / HALF_LENGTH;
}

/** One gain's part of H(x): the two sincs of the formula above on one denominator. */
function partOf(k: number, x: number): number {
  const c = k + 0.5;
  return ((k % 2 ? -2 : 2) * c * Math.cos(Math.PI * x)) / (Math.PI * (c * c - x * x));
}

function responseAt(gains: Float64Array, x: number): number {
  return gains.reduce((sum, gain, k) => sum + gain * partOf(k, x), 0);
}

function fitGains(): Float64Array {
  const gains = new Float64Array(LAST_FITTED + 1).fill(1, 0, FIRST_FITTED);
  const unknowns = gains.length - FIRST_FITTED;

  /** Each row: the parts of the unknown gains at one frequency, then what they should add up to; all by tolerance. */
  const rows: Float64Array[] = [];
  const addRow = (x: number, wanted: number, tolerance: number): void => {
    const missing = wanted - responseAt(gains, x);
    rows.push(Float64Array.from({ length: unknowns + 1 }, (_, i) => (i < unknowns ? partOf(FIRST_FITTED + i, x) : missing) / tolerance));
  };
  for (let x = PASS_EDGE; x > 0; x -= 1 / DENSITY) addRow(x, 1, PASS_TOLERANCE);
  for (let x = STOP_EDGE; x < STOP_EDGE + STOP_WIDTH; x += 1 / DENSITY) addRow(x, 0, 1);

  const weights = new Float64Array(rows.length).fill(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const fitted = solveLeastSquares(rows, weights);
    let total = 0;
    rows.forEach((row, i) => {
      const error = fitted.reduce((rest, gain, k) => rest - gain * row[k]!, row[unknowns]!);
      total += weights[i]! *= Math.abs(error);
    });
    weights.forEach((weight, i) => (weights[i] = weight / total));
    gains.set(fitted, FIRST_FITTED);
  }
  const atZero = responseAt(gains, 0);
  return gains.map((gain) => gain / atZero);
}

/** The `v` that minimises Σ weight · (row · v - last of row)², by elimination on the normal equations. */
function solveLeastSquares(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const size = rows[0]!.length - 1;
  const normal = Array.from({ length: size }, () => new Float64Array(size + 1));
  rows.forEach((row, i) => {
    normal.forEach((sums, r) => {
      const factor = weights[i]! * row[r]!;
      for (let c = r; c <= size; c += 1) sums[c]! += factor * row[c]!;
    });
  });
  // The matrix is symmetric and positive: only its upper half is kept, and no pivot has to be searched.
  for (let p = 0; p < size; p += 1) {
    for (let r = p + 1; r < size; r += 1) {
      const factor = normal[p]![r]! / normal[p]![p]!;
      for (let c = r; c <= size; c += 1) normal[r]![c]! -= factor * normal[p]![c]!;
    }
  }
  const solution = new Float64Array(size);
  for (let r = size - 1; r >= 0; r -= 1) {
    let rest = normal[r]![size]!;
    for (let c = r + 1; c < size; c += 1) rest -= normal[r]![c]! * solution[c]!;
    solution[r] = rest / normal[r]![r]!;
  }
  return solution;
}
