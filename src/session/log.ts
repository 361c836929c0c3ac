import type { Clock } from '../lib/clock.js';
import { own } from '../lib/own.js';
import type { EventSource, LogEntry, VoiceEvent } from '../spec/voice-event.js';
import type { Fold } from './fold.js';

/** The conversation itself, in order. Everything that is shown or told is a fold over it. */
export interface Log {
  readonly entries: readonly LogEntry[];
  append(source: EventSource, event: VoiceEvent): LogEntry;
  /** Calls `listener` after every entry, in the order of subscription, until `signal` aborts. */
  subscribe(listener: (entry: LogEntry) => void, signal: AbortSignal): void;
}

/** Entries kept: about an hour of lively talk. Folds are incremental, so what is forgotten is only missing in exports. */
export const MAX_ENTRIES = 50_000;

export function createLog(clock: Clock, maxEntries = MAX_ENTRIES): Log {
  const entries: LogEntry[] = [];
  const listeners = new Set<(entry: LogEntry) => void>();

  return {
    entries,
    append(source, event) {
      const entry = { at: clock.now(), source, event };
      entries.push(entry);
      if (entries.length > maxEntries) entries.splice(0, entries.length - maxEntries);
      for (const listener of listeners) listener(entry);
      return entry;
    },
    subscribe(listener, signal) {
      if (signal.aborted) return;
      listeners.add(listener);
      own(signal, () => listeners.delete(listener));
    },
  };
}

/** A fold kept up to date. `current()` already holds an entry when later subscribers of the log see it. */
export function follow<T>(log: Log, fold: Fold<T>, signal: AbortSignal): { current(): T } {
  let value = log.entries.reduce((previous, entry) => fold.next(previous, entry), fold.initial);
  log.subscribe((entry) => (value = fold.next(value, entry)), signal);
  return { current: () => value };
}
