import { onAbort } from '../../lib/on-abort.js';

/** The part of `navigator.wakeLock` that is used. */
interface WakeLocks {
  request(type: 'screen'): Promise<WakeLockSentinel>;
}

/**
 * Keeps the screen on until `signal` aborts: a phone that locks takes the microphone from the page. Browsers release the lock
 * when the page is hidden; it is requested again when the page is visible.
 */
export function keepScreenOn(signal: AbortSignal, locks: WakeLocks | undefined = navigator.wakeLock): void {
  let requesting = false;
  let held: WakeLockSentinel | undefined;

  const request = async (): Promise<void> => {
    if (locks === undefined || requesting || document.visibilityState !== 'visible' || (held && !held.released)) return;
    requesting = true;
    try {
      held = await locks.request('screen');
      onAbort(signal, () => void held?.release());
    } catch {
      // The battery is low or a policy forbids it; the conversation continues without.
    } finally {
      requesting = false;
    }
  };
  document.addEventListener('visibilitychange', () => void request(), { signal });
  void request();
}
