import type { Latency, TurnLatency } from '../spec/snapshot.js';
import type { TurnDetection } from '../spec/session-config.js';
import type { LogEntry } from '../spec/voice-event.js';
import type { Fold } from './fold.js';

export interface LatencyState {
  readonly turnDetection: TurnDetection | undefined;
  /** Silence that the service waits for unless configured otherwise. */
  readonly silenceMs: number;
  /** Where on the clock the audio that was sent stands: `audioMs` of it had left at `at`. */
  readonly anchor: { readonly at: number; readonly audioMs: number } | undefined;
  readonly turn: number;
  /** The turn that the agent has not responded to aloud yet. */
  readonly waiting: Waiting | undefined;
  /** An item that had audio before the turn ended; what still arrives for it belongs to an earlier response. */
  readonly earlierItem: string | undefined;
  readonly latency: Latency;
}

interface Waiting {
  readonly speechEndedAt: number;
  readonly noticedAt: number;
  readonly arrived: { readonly itemId: string; readonly at: number } | undefined;
}

/**
 * The silence after each spoken turn, in three parts. The end of speech is computed from the service's own account of
 * the audio (`audioMs`, less the silence that it waited for) and from when that audio left; with push-to-talk it is the
 * release of the button. Typed turns are not counted: there is no silence to be heard.
 */
export const latencyFold: Fold<LatencyState, Latency> = {
  initial: {
    turnDetection: undefined,
    silenceMs: 0,
    anchor: undefined,
    turn: 0,
    waiting: undefined,
    earlierItem: undefined,
    latency: { turns: [] },
  },
  next(previous, entry) {
    const next = advance(previous, entry);
    const { latest, turns } = previous.latency;
    return next.latency === previous.latency && latest !== undefined ? { ...next, latency: { turns } } : next;
  },
  view: (state) => state.latency,
};

function advance(state: LatencyState, { at, event }: LogEntry): LatencyState {
  switch (event.type) {
    case 'start':
      return {
        ...state,
        turnDetection: event.config.turnDetection,
        silenceMs: event.capabilities.silenceMs,
        anchor: undefined,
        waiting: undefined,
      };
    case 'update-session':
      return { ...state, turnDetection: event.patch.turnDetection ?? state.turnDetection };
    case 'audio-flowing':
      return { ...state, anchor: { at: at - (event.lateMs ?? 0), audioMs: event.audioMs } };
    case 'user-started':
    case 'talk-pressed':
    case 'send-text':
    case 'user-silent':
      return state.waiting === undefined ? state : { ...state, waiting: undefined };
    case 'user-stopped':
      return waitFrom(state, speechEnd(state, event.audioMs, at), at);
    case 'talk-released':
      return waitFrom(state, at, at);
    case 'agent-audio':
      return audioArrived(state, event.itemId, at);
    case 'playback-started':
      return audioHeard(state, event.itemId, at);
    case 'agent-speaking':
      // On a media track audio arrives and is heard at once.
      return event.speaking ? audioHeard(audioArrived(state, event.itemId, at), event.itemId, at) : state;
    default:
      return state;
  }
}

function speechEnd({ anchor, turnDetection, silenceMs }: LatencyState, audioMs: number | undefined, noticedAt: number): number {
  const waited = turnDetection?.type === 'server-vad' ? (turnDetection.silenceDurationMs ?? silenceMs) : 0;
  if (anchor === undefined || audioMs === undefined) return noticedAt - waited;
  return Math.min(noticedAt, anchor.at + audioMs - anchor.audioMs - waited);
}

function waitFrom(state: LatencyState, speechEndedAt: number, noticedAt: number): LatencyState {
  return { ...state, turn: state.turn + 1, waiting: { speechEndedAt, noticedAt, arrived: undefined } };
}

function audioArrived(state: LatencyState, itemId: string, at: number): LatencyState {
  const { waiting, earlierItem } = state;
  if (waiting === undefined) return earlierItem === itemId ? state : { ...state, earlierItem: itemId };
  if (waiting.arrived !== undefined || earlierItem === itemId) return state;
  return { ...state, earlierItem: itemId, waiting: { ...waiting, arrived: { itemId, at } } };
}

function audioHeard(state: LatencyState, itemId: string, at: number): LatencyState {
  const { waiting, turn, latency } = state;
  if (waiting?.arrived?.itemId !== itemId) return state;
  const endpointingMs = waiting.noticedAt - waiting.speechEndedAt;
  const thinkingMs = waiting.arrived.at - waiting.noticedAt;
  const playbackMs = at - waiting.arrived.at;
  const latest: TurnLatency = { turn, totalMs: endpointingMs + thinkingMs + playbackMs, endpointingMs, thinkingMs, playbackMs };
  return { ...state, waiting: undefined, latency: { turns: [...latency.turns, latest], latest } };
}
