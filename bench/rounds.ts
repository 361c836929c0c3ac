/** Value below which `share` (0-1) of the values lie, by linear interpolation. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Measures itself once. */
export type Contestant = () => number | Promise<number>;

/**
 * Lets contestants measure themselves in turn, round by round, each round starting with another one: what changes on the
 * machine meanwhile changes for all of them. Answers the measurements by contestant, in the order of the rounds.
 */
export async function interleave<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, Contestant>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) measured[name].push(await contestants[name]());
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  return measured;
}

/** The median of the ratios inside each round; both must come from the same {@link interleave}. */
export function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / (theirs[round] ?? NaN)));
}
