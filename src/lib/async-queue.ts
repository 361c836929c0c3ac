import { onAbort } from './on-abort.js';

/** A queue between a producer that must not wait and one consumer that iterates. */
export interface AsyncQueue<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** No more values: the consumer's loop ends after what is queued. */
  end(): void;
}

/** Ends by itself when `signal` aborts, dropping what was not read. */
export function createAsyncQueue<T>(signal: AbortSignal): AsyncQueue<T> {
  const queue: T[] = [];
  let ended = false;
  let wake: (() => void) | undefined;

  const finish = (): void => {
    ended = true;
    wake?.();
  };
  onAbort(signal, () => {
    queue.length = 0;
    finish();
  });

  return {
    push(value) {
      if (ended) return;
      queue.push(value);
      wake?.();
    },
    end: finish,
    async *[Symbol.asyncIterator]() {
      for (;;) {
        for (let value = queue.shift(); value !== undefined; value = queue.shift()) yield value;
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
