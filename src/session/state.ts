import type { AgentState } from '../spec/snapshot.js';
import type { Fold } from './fold.js';
import { INITIAL, type SessionState } from './step/session-state.js';

export const stateFold: Fold<SessionState, AgentState> = {
  initial: INITIAL,
  next: (previous) => previous,
  view: () => 'idle',
};
