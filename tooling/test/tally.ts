/** How many tests passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const EMPTY_TALLY: Tally = { passed: 0, failed: 0 };

export function addTallies(...tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, tally) => ({ passed: sum.passed + tally.passed, failed: sum.failed + tally.failed }), EMPTY_TALLY);
}

export function sayTally({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** A run in which nothing failed and something was tested. */
export function holds({ passed, failed }: Tally): boolean {
  return failed === 0 && passed > 0;
}
