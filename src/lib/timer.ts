import { onAbort } from './on-abort.js';

/** Runs `task` once after `delayMs`, unless `signal` aborts first. */
export function after(delayMs: number, task: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const cancel = (): void => clearTimeout(timer);
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', cancel);
    task();
  }, delayMs);
  signal.addEventListener('abort', cancel, { once: true });
}

/** Runs `task` every `periodMs` until `signal` aborts. */
export function every(periodMs: number, task: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const timer = setInterval(task, periodMs);
  onAbort(signal, () => clearInterval(timer));
}
