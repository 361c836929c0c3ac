import type { Figure } from './figure.js';

/** What a group is given. */
export interface GroupRun {
  /** Prints a figure. */
  print(figure: Figure): void;
  /** Says on standard error what goes on. */
  progress(text: string): void;
  /** Ends with the run: whatever the group opens, it opens with this. */
  readonly signal: AbortSignal;
}

/** A file `bench/NAME.bench.ts` exports one of these as its default. */
export interface Group {
  /** About how long it takes here. Groups are run without being named as long as all of them fit in ten minutes. */
  readonly minutes: number;
  run(run: GroupRun): Promise<void>;
}
