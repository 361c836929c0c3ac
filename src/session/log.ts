import type { Clock } from '../lib/clock.js';
import { onAbort } from '../lib/on-abort.js';
import type { EventSource, LogEntry, VoiceEvent } from '../spec/voice-event.js';
import type { Fold } from './fold.js';

/** The conversation itself, in order. Everything that is shown or told is a fold over it. */
export interface Log {
  readonly entries: readonly LogEntry[];
  append(source: EventSource, event: VoiceEvent): LogEntry;
  /**
   * Calls `listener` after every entry, in the order of subscription, until `signal` aborts. A listener may append: every
   * listener sees the entries in the order of the log all the same.
   */
  subscribe(listener: (entry: LogEntry) => void, signal: AbortSignal): void;
}

/** Entries kept: about an hour of lively talk. Folds are incremental, so what is forgotten is only missing in exports. */
export const MAX_ENTRIES = 50_000;

export function createLog(clock: Clock, maxEntries = MAX_ENTRIES): Log {
  const entries: LogEntry[] = [];
  /** With the count of entries that each had seen when it came, so that none is told twice. */
  const listeners = new Map<(entry: LogEntry) => void, number>();
  const untold: LogEntry[] = [];
  let told = 0;
  let telling = false;

  const tell = (): void => {
    telling = true;
    try {
      for (let entry = untold.shift(); entry !== undefined; entry = untold.shift()) {
        told += 1;
        for (const [listener, seen] of listeners) if (seen < told) listener(entry);
      }
    } finally {
      telling = false;
    }
  };

  return {
    entries,
    append(source, event) {
      const entry = { at: clock.now(), source, event };
      entries.push(entry);
      if (entries.length > maxEntries * 1.1) entries.splice(0, entries.length - maxEntries);
      untold.push(entry);
      if (!telling) tell();
      return entry;
    },
    subscribe(listener, signal) {
      if (signal.aborted) return;
      listeners.set(listener, told + untold.length);
      onAbort(signal, () => listeners.delete(listener));
    },
  };
}

/** A fold kept up to date. `current()` already holds an entry when later subscribers of the log see it. */
export function follow<State, View>(log: Log, fold: Fold<State, View>, signal: AbortSignal): { current(): View } {
  let state = fold.initial;
  for (const entry of log.entries) state = fold.next(state, entry);
  log.subscribe((entry) => (state = fold.next(state, entry)), signal);
  return { current: () => fold.view(state) };
}
