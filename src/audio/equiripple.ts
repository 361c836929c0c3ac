/**
 * The low-pass filter of the resampler: one continuous, symmetric impulse response from which the taps of every ratio
 * are read. Time is counted in periods of the lower of the two rates, frequency in multiples of that rate.
 *
 * With half-length T it is a sum of cosines that all vanish at both ends, so that distant images fall off quickly:
 *
 *     h(t) = 1/T · Σ g[k] cos(c π t / T),  |t| < T,  c = k + ½
 *     H(x) = Σ g[k] (sinc(x - c) + sinc(x + c)),  x = 2 T f
 *
 * H(c) = g[k]: the unknowns are the gains at frequencies 1/2T apart. Far inside the pass band they are 1, beyond the
 * edge of the stop band they fade out, and those between are fitted so that the greatest error is least, by Lawson's
 * iteration: weighted least squares, after which every point's weight is multiplied by its error, again and again.
 *
 * The pass band ends at 0.45 and the stop band begins at 0.55, so what aliases from between lands above 0.45. A Kaiser
 * window cannot spend less on the pass band than on the stop band and would need T = 32 for 100 dB; this needs 25.5.
 */
export const HALF_LENGTH = 25.5;

const PASS_EDGE = 0.45 * 2 * HALF_LENGTH;
const STOP_EDGE = 0.55 * 2 * HALF_LENGTH;
/** Gains up to this one are 1, those above the last one 0. */
const FIRST_FITTED = 18;
const LAST_FITTED = 31;
/** Frequencies at which the fit looks. They crowd towards the edges of the bands, where the ripples are narrow. */
const PASS_POINTS = 28;
const STOP_POINTS = 24;
/** How far the stop band is looked at; the response falls with 1/x² beyond, and images add up where it is folded. */
const STOP_WIDTH = 16;
/** How much more error the pass band may have: 0.007 dB there go with -105 dB in the stop band. */
const PASS_TOLERANCE = 110;
/** More gain nothing: the points crowd where the error is, so that the first weights are nearly right. */
const ROUNDS = 2;

let gains: readonly number[] | undefined;

/** The response at `t`, 0 outside ±{@link HALF_LENGTH}. Its integral is 1. The first call takes a few milliseconds. */
export function impulseResponse(t: number): number {
  if (Math.abs(t) >= HALF_LENGTH) return 0;
  gains ??= fitGains();
  // Clenshaw's recurrence: cos((c + 1) a) = 2 cos(a) cos(c a) - cos((c - 1) a).
  const angle = (Math.PI * t) / HALF_LENGTH;
  const factor = 2 * Math.cos(angle);
  let sum = 0;
  let previous = 0;
  for (let k = LAST_FITTED; k >= 0; k -= 1) {
    const next = (gains[k] ?? 0) + factor * sum - previous;
    previous = sum;
    sum = next;
  }
  return ((sum - previous) * Math.cos(angle / 2)) / HALF_LENGTH;
}

/** What gain `k` adds to H(x): the two sincs of the formula above, over one denominator. */
function share(k: number, x: number): number {
  const c = k + 0.5;
  return ((k % 2 ? -2 : 2) * c * Math.cos(Math.PI * x)) / (Math.PI * (c * c - x * x));
}

function fitGains(): readonly number[] {
  const response = (known: readonly number[], x: number): number => known.reduce((sum, gain, k) => sum + gain * share(k, x), 0);
  const ones = Array.from({ length: FIRST_FITTED }, () => 1);
  const fitted = Array.from({ length: LAST_FITTED + 1 - FIRST_FITTED }, (_, i) => FIRST_FITTED + i);

  /** Each row: the shares of the fitted gains at one frequency, then what they should add up to; all by tolerance. */
  const rows: number[][] = [];
  const demand = (x: number, gain: number, tolerance: number): number =>
    rows.push([...fitted.map((k) => share(k, x)), gain - response(ones, x)].map((value) => value / tolerance));
  for (let i = 0; i < PASS_POINTS; i += 1) demand(PASS_EDGE * (1 - (i / PASS_POINTS) ** 2), 1, PASS_TOLERANCE);
  for (let i = 0; i < STOP_POINTS; i += 1) demand(STOP_EDGE + STOP_WIDTH * (i / STOP_POINTS) ** 2, 0, 1);

  let weights = rows.map(() => 1);
  let solution: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    solution = solveLeastSquares(rows, weights);
    weights = rows.map(
      (row, i) => Math.abs(row.reduce((error, value, k) => error - value * (solution[k] ?? -1), 0)) * (weights[i] ?? 0),
    );
  }
  const all = [...ones, ...solution];
  const atZero = response(all, 0);
  return all.map((gain) => gain / atZero);
}

/** The v that minimises Σ weight · (row · [v, -1])². The normal matrix is symmetric: only what is right of its diagonal is kept. */
function solveLeastSquares(rows: readonly (readonly number[])[], weights: readonly number[]): readonly number[] {
  const last = (rows[0]?.length ?? 1) - 1;
  const normal = Array.from({ length: last }, () => new Float64Array(last + 1));
  rows.forEach((row, i) => {
    normal.forEach((sums, r) => {
      const scale = (row[r] ?? 0) * (weights[i] ?? 0);
      for (let c = r; c <= last; c += 1) sums[c] = (sums[c] ?? 0) + scale * (row[c] ?? 0);
    });
  });
  // It is positive too, so no pivot has to be searched.
  normal.forEach((pivot, p) => {
    for (let r = p + 1; r < last; r += 1) {
      const row = normal[r] ?? pivot;
      const scale = (pivot[r] ?? 0) / (pivot[p] ?? 1);
      for (let c = r; c <= last; c += 1) row[c] = (row[c] ?? 0) - scale * (pivot[c] ?? 0);
    }
  });
  return normal.reduceRight<readonly number[]>((known, row, r) => {
    const rest = known.reduce((sum, value, k) => sum - value * (row[r + 1 + k] ?? 0), row[last] ?? 0);
    return [rest / (row[r] ?? 1), ...known];
  }, []);
}
