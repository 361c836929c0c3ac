/** Ceilings of one conversation; 0 or absent means none. */
export interface Limits {
  /** Neither side has spoken for so long. */
  readonly idleSeconds?: number;
  /** From the provider's readiness on. */
  readonly durationSeconds?: number;
  /** US dollars. */
  readonly costDollars?: number;
}
