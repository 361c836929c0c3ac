import { after } from '../../lib/timer.js';
import { own } from '../../lib/own.js';

/** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    own(signal, () => reject(signal.reason));
    after(ms, resolve, signal);
  });
}
