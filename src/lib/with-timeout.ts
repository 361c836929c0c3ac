import { abortable } from './abortable.js';
import { createChild } from './child-signal.js';
import { after } from './timer.js';

/**
 * Does `task` within `timeoutMs`; rejects with `tooLate` after that, or with the reason of `signal`. The task's own signal
 * aborts in either case, and at the latest when nothing depends on the task any more.
 */
export async function withTimeout<T>(
  timeoutMs: number,
  tooLate: Error,
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const patience = createChild(signal);
  after(timeoutMs, () => patience.abort(tooLate), patience.signal);
  try {
    return await abortable(task(patience.signal), patience.signal);
  } finally {
    patience.abort();
  }
}
