import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';

/** Lets `ms` of a script's time go by. Settles at once when `signal` aborts. */
export type Pace = (ms: number, signal: AbortSignal) => Promise<void>;

/** A second is a second. */
export const realTime: Pace = (ms, signal) =>
  new Promise((resolve) => {
    after(ms, resolve, signal);
    onAbort(signal, resolve);
  });

/** Everything happens at once, in order. */
export const atOnce: Pace = () => Promise.resolve();

/** Time that stands still until it is moved, for looking at one moment of a conversation. */
export interface Stepper {
  readonly pace: Pace;
  /** Lets the wait end at which the script stands, or the next one at once. */
  advance(): void;
}

export function createStepper(): Stepper {
  let allowed = 0;
  let release: (() => void) | undefined;
  return {
    pace: (_ms, signal) =>
      new Promise((resolve) => {
        onAbort(signal, resolve);
        if (allowed === 0) {
          release = resolve;
          return;
        }
        allowed -= 1;
        resolve();
      }),
    advance() {
      if (release === undefined) allowed += 1;
      release?.();
      release = undefined;
    },
  };
}
