import { onAbort } from '../../lib/on-abort.js';

/** As much of `navigator.wakeLock` as is needed. */
interface WakeLocks {
  request(type: 'screen'): Promise<WakeLockSentinel>;
}

/**
 * Keeps the screen on until `signal` aborts: a phone that goes dark takes the microphone from the page. Browsers take the
 * lock back when the page is hidden; it is asked for again when it is seen.
 */
export function keepScreenOn(signal: AbortSignal, locks: WakeLocks | undefined = navigator.wakeLock): void {
  let asking = false;
  let held: WakeLockSentinel | undefined;

  const ask = async (): Promise<void> => {
    if (locks === undefined || asking || document.visibilityState !== 'visible' || (held && !held.released)) return;
    asking = true;
    try {
      held = await locks.request('screen');
      onAbort(signal, () => void held?.release());
    } catch {
      // A battery that runs low or a policy; the conversation goes on without it.
    } finally {
      asking = false;
    }
  };
  document.addEventListener('visibilitychange', () => void ask(), { signal });
  void ask();
}
