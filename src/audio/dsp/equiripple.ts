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
  const response = (gains: readonly number[], x: number): number => gains.reduce((sum, gain, k) => sum + gain * share(k, x), 0);
  /** Frequencies, what the response should be there, and how much error counts as one. */
  const demands = [
    ...Array.from({ length: PASS_POINTS }, (_, i) => [PASS_EDGE * (1 - (i / PASS_POINTS) ** 2), 1, PASS_TOLERANCE] as const),
    ...Array.from({ length: STOP_POINTS }, (_, i) => [STOP_EDGE + STOP_WIDTH * (i / STOP_POINTS) ** 2, 0, 1] as const),
  ];
  const all = Array.from({ length: LAST_FITTED + 1 }, (_, k) => k);
  /** What an unknown gain does to the errors; behind that, which gain it is. */
  const effects = all
    .slice(FIRST_FITTED)
    .map((k) => [...demands.map(([x, , tolerance]) => share(k, x) / tolerance), ...all.map((other) => Number(other === k))]);
  const known = all.map((k) => Number(k < FIRST_FITTED));
  /** The errors without any of them; behind that, all gains. */
  const start = [...demands.map(([x, wanted, tolerance]) => (response(known, x) - wanted) / tolerance), ...known];

  let weights = demands.map(() => 1);
  let gains: readonly number[] = known;
  for (let round = 0; round < ROUNDS; round += 1) {
    const errors = [...start];
    makeOrthogonal([...effects.map((effect) => [...effect]), errors], weights);
    weights = weights.map((weight, i) => weight * Math.abs(errors[i] ?? 0));
    gains = errors.slice(demands.length);
  }
  const atZero = response(gains, 0);
  return gains.map((gain) => gain / atZero);
}

/**
 * Takes from each vector what is a multiple of one before it, by Gram and Schmidt: the last becomes as short as the others
 * can make it. Only what has a weight counts; the rest goes along, and tells in the end what was taken.
 */
function makeOrthogonal(vectors: readonly number[][], weights: readonly number[]): void {
  const product = (one: readonly number[], other: readonly number[]): number =>
    weights.reduce((sum, weight, i) => sum + weight * (one[i] ?? 0) * (other[i] ?? 0), 0);
  vectors.forEach((taken, k) => {
    for (const vector of vectors.slice(k + 1)) {
      const multiple = product(taken, vector) / product(taken, taken);
      taken.forEach((value, i) => (vector[i] = (vector[i] ?? 0) - multiple * value));
    }
  });
}
