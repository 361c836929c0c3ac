import type { Transcript } from '../spec/snapshot.js';
import type { Fold } from './fold.js';

export interface TranscriptState {
  readonly items: Transcript;
}

export const transcriptFold: Fold<TranscriptState, Transcript> = {
  initial: { items: [] },
  next: (previous) => previous,
  view: (state) => state.items,
};
