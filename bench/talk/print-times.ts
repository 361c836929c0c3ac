import type { GroupRun } from '../group.js';
import { median, quantile } from '../rounds.js';

export interface Targets {
  readonly median: number;
  readonly p95?: number;
}

/** Prints median and 95th percentile of times in milliseconds. */
export function printTimes({ print }: GroupRun, what: string, times: readonly number[], targets?: Targets): void {
  const common = { unit: 'ms', better: 'lower', rounds: times.length } as const;
  print({ ...common, figure: `talk.${what}.median`, value: median(times), ...(targets && { target: targets.median }) });
  print({ ...common, figure: `talk.${what}.p95`, value: quantile(times, 0.95), ...(targets?.p95 && { target: targets.p95 }) });
}
