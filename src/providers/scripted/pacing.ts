import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';

/** Waits for `ms` of a script's time. Settles at once when `signal` aborts. */
export type Pacing = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits as long as the script says. */
export const realTime: Pacing = (ms, signal) =>
  new Promise((resolve) => {
    after(ms, resolve, signal);
    onAbort(signal, resolve);
  });

/** Waits for nothing: everything happens at once, in order. */
export const atOnce: Pacing = () => Promise.resolve();

/** Time that stands still until it is advanced, to look at one moment of a conversation. */
export interface Stepper {
  readonly pacing: Pacing;
  /** Ends the current wait, or else the next one as soon as it begins. */
  advance(): void;
}

export function createStepper(): Stepper {
  let allowed = 0;
  let release: (() => void) | undefined;
  return {
    pacing: (_ms, signal) =>
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
