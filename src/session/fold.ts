import type { LogEntry } from '../spec/voice-event.js';

/**
 * A view of the log: pure, and cheap for each entry. `next` returns `previous` itself where the entry changes nothing;
 * `view` is what the outside sees of the state, and keeps its identity as long as it means the same.
 */
export interface Fold<State, View, Entry = LogEntry> {
  readonly initial: State;
  next(previous: State, entry: Entry): State;
  view(state: State): View;
}

/** The view of a log from its first entry to its last. */
export function foldAll<State, View, Entry = LogEntry>(fold: Fold<State, View, Entry>, entries: Iterable<Entry>): View {
  let state = fold.initial;
  for (const entry of entries) state = fold.next(state, entry);
  return fold.view(state);
}
