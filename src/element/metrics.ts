import type { Fold } from '../session/fold.js';

/** What happened how often, for dashboards. */
export interface Metrics {
  readonly turns: number;
  readonly responses: number;
  readonly interruptions: number;
  readonly toolCalls: number;
  readonly toolFailures: number;
  /** Gaps inside the agent's speech because sound came too late, and their sum. */
  readonly starvations: number;
  readonly starvedMs: number;
  readonly malformedFrames: number;
  readonly agentAudioMs: number;
}

export const metricsFold: Fold<Metrics, Metrics> = {
  initial: {
    turns: 0,
    responses: 0,
    interruptions: 0,
    toolCalls: 0,
    toolFailures: 0,
    starvations: 0,
    starvedMs: 0,
    malformedFrames: 0,
    agentAudioMs: 0,
  },
  next(m, { event }) {
    switch (event.type) {
      case 'user-stopped':
      case 'send-text':
        return { ...m, turns: m.turns + 1 };
      case 'response-done':
        return { ...m, responses: m.responses + 1 };
      case 'playback-flushed':
        return { ...m, interruptions: m.interruptions + 1 };
      case 'tool-finished':
        return { ...m, toolCalls: m.toolCalls + 1, toolFailures: m.toolFailures + ('error' in event.outcome ? 1 : 0) };
      case 'playback-starved':
        return { ...m, starvations: m.starvations + 1, starvedMs: m.starvedMs + event.gapMs };
      case 'frame-malformed':
        return { ...m, malformedFrames: m.malformedFrames + 1 };
      case 'agent-audio':
        return { ...m, agentAudioMs: m.agentAudioMs + event.durationMs };
      default:
        return m;
    }
  },
  view: (m) => m,
};
