/** One measured number, as it is printed. */
export interface Figure {
  /** `group.what.statistic`, for instance `audio.interrupt-to-silence.p95`. */
  readonly figure: string;
  readonly value: number;
  /** `ms`, `B`, `us`, `x` (a ratio), ... */
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** What the project set itself; absent where it set itself nothing. */
  readonly target?: number;
  /** Of how many interleaved rounds `value` is the median. */
  readonly rounds?: number;
  /** What peers reached in the same run. */
  readonly beside?: Readonly<Record<string, number>>;
}

/** Three significant digits after the comma are more than any of this can promise. */
const round = (value: number): number => Number(value.toFixed(3));

/** Whether the target is reached; `undefined` without one. */
export function holds({ value, target, better }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return better === 'lower' ? value <= target : value >= target;
}

/** The figure as one line of JSON. Throws where there is nothing to print: a figure is measured or left out, never guessed. */
export function formatFigure(figure: Figure): string {
  if (!Number.isFinite(figure.value)) throw new Error(`${figure.figure} was not measured: ${figure.value}`);
  const { figure: name, value, unit, target, better, rounds, beside } = figure;
  const peers = beside && Object.fromEntries(Object.entries(beside).map(([peer, reached]) => [peer, round(reached)]));
  return JSON.stringify({ figure: name, value: round(value), unit, target, better, holds: holds(figure), rounds, beside: peers });
}
