import { every } from '../../lib/timer.js';

/** Chrome on Android knew the event for years before it fired it, in 2026: there a headset may come unannounced. */
export function firesDeviceChange(userAgent: string): boolean {
  return !/Android/.test(userAgent);
}

/** Asking is cheap, and a person who changes the headset takes longer. */
const ASK_EVERY_MS = 3000;

/** Calls `look` whenever devices may have come or gone, until `signal` aborts. */
export function observeDevices(look: () => void, signal: AbortSignal): void {
  navigator.mediaDevices?.addEventListener('devicechange', look, { signal });
  if (!firesDeviceChange(navigator.userAgent)) every(ASK_EVERY_MS, look, signal);
}
