import type { LimitKind, LogEntry, SessionEvent } from '../spec/voice-event.js';
import type { Cost } from '../spec/snapshot.js';

/** Ceilings of one conversation; 0 or absent means none. */
export interface Limits {
  /** Neither side has spoken for so long. */
  readonly idleSeconds?: number;
  /** From the provider's readiness on. */
  readonly durationSeconds?: number;
  /** US dollars. */
  readonly costDollars?: number;
}

/** An end is announced so long before, or at half of the limit where that is shorter. */
export const WARNING_SECONDS = 30;

/** An end by cost is announced at this share of the ceiling. */
export const COST_WARNING_SHARE = 0.8;

/** What the limits are measured against. */
export interface LimitState {
  readonly readyAt: number | undefined;
  readonly activeAt: number;
  readonly userSpeaking: boolean;
  /** US dollars: the dearest response so far, which is what the next one is expected to cost at least. */
  readonly dearestResponse: number;
  /** What had been spent when the page last declined the end. */
  readonly forgivenDollars: number;
  readonly announced: readonly LimitKind[];
  readonly reached: boolean;
}

export const NO_LIMIT_STATE: LimitState = {
  readyAt: undefined,
  activeAt: 0,
  userSpeaking: false,
  dearestResponse: 0,
  forgivenDollars: 0,
  announced: [],
  reached: false,
};

/** One entry further. `cost` is the cost at that entry. */
export function followLimits(state: LimitState, { at, event }: LogEntry, cost: Cost): LimitState {
  switch (event.type) {
    case 'session-ready':
      return state.readyAt === undefined ? { ...state, readyAt: at, activeAt: at } : state;
    case 'user-started':
    case 'talk-pressed':
      return { ...active(state, at), userSpeaking: true };
    case 'user-stopped':
    case 'talk-released':
      return { ...active(state, at), userSpeaking: false };
    case 'response-done':
      return { ...state, dearestResponse: Math.max(state.dearestResponse, cost.delta) };
    case 'agent-audio':
    case 'agent-transcript':
    case 'playback-progress':
    case 'playback-ended':
    case 'send-text':
    case 'send-image':
    case 'create-response':
    case 'tool-called':
    case 'tool-finished':
      return active(state, at);
    case 'limit-near':
      return { ...state, announced: [...state.announced, event.kind] };
    case 'limit-reached':
      return { ...state, reached: true };
    case 'extend-limit':
      return extended(state, event.kind, at, cost);
    default:
      return state;
  }
}

/** What has to be said about the limits now: an end is always announced before it comes. */
export function dueLimit(limits: Limits, state: LimitState, totalDollars: number, now: number): SessionEvent | undefined {
  if (state.readyAt === undefined || state.reached) return undefined;
  const { idleSeconds = 0, durationSeconds = 0, costDollars = 0 } = limits;
  const idleLeft = state.userSpeaking ? idleSeconds : idleSeconds - (now - state.activeAt) / 1000;
  const durationLeft = durationSeconds - (now - state.readyAt) / 1000;
  const spent = totalDollars - state.forgivenDollars;
  return (
    (idleSeconds > 0 ? dueTime(state, 'idle', idleLeft, idleSeconds) : undefined) ??
    (durationSeconds > 0 ? dueTime(state, 'duration', durationLeft, durationSeconds) : undefined) ??
    (costDollars > 0 ? dueCost(state, costDollars - spent, state.dearestResponse, costDollars) : undefined)
  );
}

function dueTime(state: LimitState, kind: LimitKind, leftSeconds: number, limitSeconds: number): SessionEvent | undefined {
  if (leftSeconds > Math.min(WARNING_SECONDS, limitSeconds / 2)) return undefined;
  if (!state.announced.includes(kind)) return { type: 'limit-near', kind, remaining: Math.max(0, leftSeconds) };
  return leftSeconds <= 0 ? { type: 'limit-reached', kind } : undefined;
}

function dueCost(state: LimitState, left: number, nextResponse: number, limit: number): SessionEvent | undefined {
  const wouldPass = left < nextResponse;
  if (!wouldPass && left > limit * (1 - COST_WARNING_SHARE)) return undefined;
  if (!state.announced.includes('cost')) return { type: 'limit-near', kind: 'cost', remaining: Math.max(0, left) };
  return wouldPass || left <= 0 ? { type: 'limit-reached', kind: 'cost' } : undefined;
}

/** Whoever speaks again takes the announcement of an idle end back. */
function active(state: LimitState, at: number): LimitState {
  return { ...state, activeAt: at, announced: without(state.announced, 'idle') };
}

function extended(state: LimitState, kind: LimitKind, at: number, cost: Cost): LimitState {
  const extendedState = { ...state, announced: without(state.announced, kind) };
  switch (kind) {
    case 'idle':
      return { ...extendedState, activeAt: at };
    case 'duration':
      return { ...extendedState, readyAt: at };
    case 'cost':
      return { ...extendedState, forgivenDollars: cost.total };
    default:
      return kind satisfies never;
  }
}

function without(announced: readonly LimitKind[], kind: LimitKind): readonly LimitKind[] {
  return announced.includes(kind) ? announced.filter((one) => one !== kind) : announced;
}
