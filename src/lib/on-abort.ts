/** Ties a clean-up to a signal. A late owner is cleaned at once, so nothing can outlive its session. */
export function onAbort(signal: AbortSignal, cleanUp: () => void): void {
  if (signal.aborted) cleanUp();
  else signal.addEventListener('abort', cleanUp, { once: true });
}
