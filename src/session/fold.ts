import type { LogEntry } from '../spec/voice-event.js';

/** A view of the log: pure, and cheap for each entry. `next` returns `previous` itself where the entry changes nothing. */
export interface Fold<T> {
  readonly initial: T;
  next(previous: T, entry: LogEntry): T;
}
