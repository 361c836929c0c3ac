import { onAbort } from '../../src/lib/on-abort.js';

/** Between two of the platform's answers code awaits its own promises at most so many times. */
const ALL_TURNS = 12;

/** The platform's promises that the opening of a conversation waits for. */
const CALLS: readonly (readonly [object | undefined, string])[] = [
  [globalThis.AudioWorklet?.prototype, 'addModule'],
  [globalThis.MediaDevices?.prototype, 'enumerateDevices'],
  [globalThis.ReadableStreamDefaultReader?.prototype, 'read'],
  [globalThis, 'fetch'],
];

export interface Steps {
  /** Counts the steps after `promise`, too. */
  after<T>(promise: Promise<T>): Promise<T>;
}

/**
 * Calls `step` wherever what is being opened may be interrupted: before each answer of the platform (a promise, a message of
 * a Worker, an event of a socket) reaches it, and then `turns` times between what it does after that, await by await. Until
 * `signal` aborts.
 */
export function watchSteps(step: () => void, turns: number, signal: AbortSignal): Steps {
  const answered = async (): Promise<void> => {
    for (let turn = 0; turn < turns && !signal.aborted; turn += 1) {
      step();
      await Promise.resolve();
    }
  };
  const after = <T>(promise: Promise<T>): Promise<T> => promise.finally(() => void answered());
  type Call = (...parameters: unknown[]) => Promise<unknown>;

  for (const [holder, name] of CALLS) {
    if (holder === undefined) continue;
    const place = holder as Record<string, Call>;
    const original = place[name];
    place[name] = function (...parameters) {
      return after<unknown>(original?.apply(this, parameters) ?? Promise.resolve());
    };
    onAbort(signal, () => Object.assign(place, { [name]: original }));
  }
  for (const name of ['WebSocket', 'Worker'] as const) {
    const Original = globalThis[name] as new (...parameters: unknown[]) => EventTarget;
    const Watched = class extends Original {
      constructor(...parameters: unknown[]) {
        super(...parameters);
        // Before any listener of its owner.
        for (const type of ['open', 'message', 'error', 'close']) this.addEventListener(type, () => void answered(), { signal });
      }
    };
    Object.assign(globalThis, { [name]: Watched });
    onAbort(signal, () => Object.assign(globalThis, { [name]: Original }));
  }
  return { after };
}

/**
 * Opens something again and again, and aborts each time one step later than before, until it is open before that. Answers
 * how many steps there were.
 */
export async function abortAtEveryStep(
  open: (steps: Steps, signal: AbortSignal) => Promise<unknown>,
  released: (when: string) => Promise<void>,
  turns = ALL_TURNS,
): Promise<number> {
  for (let last = 0; ; last += 1) {
    const ending = new AbortController();
    const watching = new AbortController();
    let count = 0;
    const step = (): void => {
      count += 1;
      if (count > last) ending.abort();
    };
    const outcome = await open(watchSteps(step, turns, watching.signal), ending.signal).then(
      () => 'open',
      (thrown: Error) => thrown.name,
    );
    watching.abort();
    const wasAborted = ending.signal.aborted;
    ending.abort();
    await released(`step ${last}`);
    if (outcome !== 'open' && outcome !== 'AbortError') throw new Error(`Aborted at step ${last} it failed with ${outcome}`);
    if (!wasAborted) return last;
  }
}
