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

/** What is left of one limit. */
interface Budget {
  readonly kind: LimitKind;
  readonly limit: number;
  readonly left: number;
  /** The end is announced once no more than this is left. */
  readonly warnAt: number;
  /** Less than this does not suffice for what comes next. */
  readonly needed: number;
}

/** What has to be said about the limits now: an end is always announced before it comes. */
export function dueLimit(limits: Limits, state: LimitState, totalDollars: number, now: number): SessionEvent | undefined {
  if (state.readyAt === undefined || state.reached) return undefined;
  const { idleSeconds = 0, durationSeconds = 0, costDollars = 0 } = limits;
  const cost: Budget = {
    kind: 'cost',
    limit: costDollars,
    left: costDollars - (totalDollars - state.forgivenDollars),
    warnAt: costDollars * (1 - COST_WARNING_SHARE),
    needed: state.dearestResponse,
  };
  for (const { kind, limit, left, warnAt, needed } of [
    time('idle', idleSeconds, state.userSpeaking ? now : state.activeAt, now),
    time('duration', durationSeconds, state.readyAt, now),
    cost,
  ]) {
    if (limit <= 0 || (left > warnAt && left >= needed)) continue;
    if (!state.announced.includes(kind)) return { type: 'limit-near', kind, remaining: Math.max(0, left) };
    if (left <= 0 || left < needed) return { type: 'limit-reached', kind };
  }
  return undefined;
}

function time(kind: LimitKind, limit: number, since: number, now: number): Budget {
  return { kind, limit, left: limit - (now - since) / 1000, warnAt: Math.min(WARNING_SECONDS, limit / 2), needed: 0 };
}

/** Whoever speaks again takes the announcement of an idle end back. */
function active(state: LimitState, at: number): LimitState {
  return { ...state, activeAt: at, announced: without(state.announced, 'idle') };
}

function extended(state: LimitState, kind: LimitKind, at: number, cost: Cost): LimitState {
  const announced = without(state.announced, kind);
  switch (kind) {
    case 'idle':
      return active(state, at);
    case 'duration':
      return { ...state, announced, readyAt: at };
    case 'cost':
      return { ...state, announced, forgivenDollars: cost.total };
    default:
      return kind satisfies never;
  }
}

function without(announced: readonly LimitKind[], kind: LimitKind): readonly LimitKind[] {
  return announced.filter((one) => one !== kind);
}
