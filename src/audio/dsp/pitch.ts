/** Voices repeat themselves 66 to 400 times a second. */
const SHORTEST_MS = 2.5;
const LONGEST_MS = 15;
/** Audio below this root mean square (-50 dB of full scale) may be cut anywhere. */
const SILENCE = 0.003;
/** Correlation above which one of two stretches can replace both. */
const MIN_CORRELATION = 0.8;

/** The search looks at every so many samples first, and at all of them around the best. */
const COARSE = 4;

export interface PeriodSearch {
  /** Samples that {@link PeriodSearch.find} examines. */
  readonly span: number;
  /**
   * The distance, in samples, after which `audio` (`span` samples of it from `start` on) repeats itself best; 0 where it
   * does not. Allocates nothing.
   */
  find(audio: Float32Array, start: number): number;
}

export function createPeriodSearch(sampleRate: number): PeriodSearch {
  const shortest = Math.round((SHORTEST_MS / 1000) * sampleRate);
  const longest = Math.round((LONGEST_MS / 1000) * sampleRate);

  /** Cosine of the angle between the first `longest` samples and those `lag` further on. */
  function correlation(audio: Float32Array, start: number, lag: number, stride: number): number {
    let product = 0;
    let here = 0;
    let there = 0;
    for (let index = start; index < start + longest; index += stride) {
      const a = audio[index] ?? 0;
      const b = audio[index + lag] ?? 0;
      product += a * b;
      here += a * a;
      there += b * b;
    }
    const threshold = (SILENCE * SILENCE * longest) / stride;
    if (here < threshold && there < threshold) return 1;
    return product / Math.sqrt(here * there + Number.EPSILON);
  }

  return {
    span: 2 * longest,
    find(audio, start) {
      let best = shortest;
      let highest = -1;
      for (let lag = shortest; lag <= longest; lag += COARSE) {
        const score = correlation(audio, start, lag, COARSE);
        if (score < highest) continue;
        highest = score;
        best = lag;
      }
      const from = Math.max(shortest, best - COARSE);
      const to = Math.min(longest, best + COARSE);
      highest = -1;
      for (let lag = from; lag <= to; lag += 1) {
        const score = correlation(audio, start, lag, 1);
        if (score < highest) continue;
        highest = score;
        best = lag;
      }
      return highest >= MIN_CORRELATION ? best : 0;
    },
  };
}
