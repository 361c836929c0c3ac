import type { Clock } from '../lib/clock.js';
import { onAbort } from '../lib/on-abort.js';
import type { EventSource, LogEntry, VoiceEvent } from '../spec/voice-event.js';
import type { Fold } from './fold.js';

/** The conversation itself, in order. Everything that is shown or reported is a fold over it. */
export interface Log {
  readonly entries: readonly LogEntry[];
  append(source: EventSource, event: VoiceEvent): LogEntry;
  /**
   * Calls `listener` after every entry, in the order of subscription, until `signal` aborts. A listener may append: every
   * listener sees the entries in the order of the log all the same.
   */
  subscribe(listener: (entry: LogEntry) => void, signal: AbortSignal): void;
}

/** Entries kept: about an hour of lively talk. Folds are incremental, so what is dropped is only missing in exports. */
export const MAX_ENTRIES = 50_000;

export function createLog(clock: Clock, maxEntries = MAX_ENTRIES): Log {
  const entries: LogEntry[] = [];
  /** With the count of entries that each had seen when it subscribed, so that none is delivered twice. */
  const listeners = new Map<(entry: LogEntry) => void, number>();
  const queue: LogEntry[] = [];
  let delivered = 0;
  let delivering = false;

  const deliver = (): void => {
    delivering = true;
    try {
      for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
        delivered += 1;
        for (const [listener, seen] of listeners) if (seen < delivered) listener(entry);
      }
    } finally {
      delivering = false;
    }
  };

  return {
    entries,
    append(source, event) {
      const entry = { at: clock.now(), source, event };
      entries.push(entry);
      if (entries.length > maxEntries * 1.1) entries.splice(0, entries.length - maxEntries);
      queue.push(entry);
      if (!delivering) deliver();
      return entry;
    },
    subscribe(listener, signal) {
      if (signal.aborted) return;
      listeners.set(listener, delivered + queue.length);
      onAbort(signal, () => listeners.delete(listener));
    },
  };
}

/** A fold that is kept up to date. */
export interface Followed<State, View> {
  /** Already includes an entry when later subscribers of the log see it. */
  state(): State;
  current(): View;
}

/** Keeps `fold` up to date with `log` until `signal` aborts. */
export function follow<State, View>(log: Log, fold: Fold<State, View>, signal: AbortSignal): Followed<State, View> {
  let state = fold.initial;
  for (const entry of log.entries) state = fold.next(state, entry);
  log.subscribe((entry) => (state = fold.next(state, entry)), signal);
  return { state: () => state, current: () => fold.view(state) };
}
