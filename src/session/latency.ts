import type { Latency } from '../spec/snapshot.js';
import type { Fold } from './fold.js';

export interface LatencyState {
  readonly latency: Latency;
}

export const latencyFold: Fold<LatencyState, Latency> = {
  initial: { latency: { turns: [] } },
  next: (previous) => previous,
  view: (state) => state.latency,
};
