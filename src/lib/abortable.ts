/**
 * Waits for `promise`, but no longer than `signal` lives: then rejects with the signal's reason. What the promise still
 * brings afterwards goes to `late`, so that a resource granted too late can be closed.
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal, late?: (value: T) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abandon = (): void => reject(signal.reason as Error);
    if (signal.aborted) abandon();
    else signal.addEventListener('abort', abandon, { once: true });
    promise.then(
      (value) => {
        signal.removeEventListener('abort', abandon);
        if (signal.aborted) late?.(value);
        else resolve(value);
      },
      (thrown: Error) => {
        signal.removeEventListener('abort', abandon);
        reject(thrown);
      },
    );
  });
}
