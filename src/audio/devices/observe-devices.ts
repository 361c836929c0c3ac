import { every } from '../../lib/timer.js';

/** Chrome on Android declared the event for years before it fired it, in 2026: a headset may be connected without one. */
export function firesDeviceChange(userAgent: string): boolean {
  return !/Android/.test(userAgent);
}

/** Enumerating devices is cheap, and changing a headset takes longer. */
const POLL_EVERY_MS = 3000;

/** Calls `onChange` whenever devices may have been connected or removed, until `signal` aborts. */
export function observeDevices(onChange: () => void, signal: AbortSignal): void {
  navigator.mediaDevices?.addEventListener('devicechange', onChange, { signal });
  if (!firesDeviceChange(navigator.userAgent)) every(POLL_EVERY_MS, onChange, signal);
}
