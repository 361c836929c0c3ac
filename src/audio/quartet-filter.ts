/**
 * A filter that computes output samples by fours, because one load from memory then serves several products; single
 * sums would be two to three times slower. Each sum adds its products in one fixed order, so a sample comes out the same
 * in whichever place of whichever four.
 */
export interface QuartetFilter {
  /** Samples of history before the newest one that an output sample depends on. */
  readonly memory: number;
  /** Samples after the newest one that may be read, though no result depends on them. */
  readonly overrun: number;
  /**
   * Writes `count` output samples. The first stands at the position `next`, counted in 1/phases of an input sample from
   * `history[memory]`; the others follow at distances of `step`.
   */
  run(history: Float64Array, next: number, count: number, output: Float32Array, offset: number): void;
}
