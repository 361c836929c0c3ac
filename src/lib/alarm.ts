import { after } from './timer.js';

/** A timer that can be set anew: only the latest setting counts. */
export interface Alarm {
  set(delayMs: number): void;
}

export function createAlarm(ring: () => void, signal: AbortSignal): Alarm {
  let setting = new AbortController();
  const cancel = (): void => setting.abort();
  signal.addEventListener('abort', cancel, { once: true });

  return {
    set(delayMs) {
      setting.abort();
      if (signal.aborted) return;
      setting = new AbortController();
      after(delayMs, ring, setting.signal);
    },
  };
}
