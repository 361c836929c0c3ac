import type { Fold } from './fold.js';

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
    const add = (name: keyof Metrics, amount = 1): Metrics => ({ ...m, [name]: m[name] + amount });
    switch (event.type) {
      case 'user-stopped':
      case 'send-text':
        return add('turns');
      case 'response-done':
        return add('responses');
      case 'playback-flushed':
        return add('interruptions');
      case 'tool-finished':
        return { ...add('toolCalls'), toolFailures: m.toolFailures + ('error' in event.outcome ? 1 : 0) };
      case 'playback-starved':
        return { ...add('starvations'), starvedMs: m.starvedMs + event.gapMs };
      case 'frame-malformed':
        return add('malformedFrames');
      case 'agent-audio':
        return add('agentAudioMs', event.durationMs);
      default:
        return m;
    }
  },
  view: (m) => m,
};
