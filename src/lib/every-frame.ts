import { onAbort } from './on-abort.js';

/** Runs `task` before every repaint until `signal` aborts. Hidden pages repaint nothing. */
export function everyFrame(task: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const frame = (): void => {
    handle = requestAnimationFrame(frame);
    task();
  };
  let handle = requestAnimationFrame(frame);
  onAbort(signal, () => cancelAnimationFrame(handle));
}
