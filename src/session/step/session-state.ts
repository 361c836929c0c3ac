import type { Effect } from '../../spec/action.js';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { BargeInMode, SessionConfig } from '../../spec/session-config.js';
import type { LogEntry } from '../../spec/voice-event.js';

/** All that decides what the session does next. Rebuilt from the log at any time. */
export interface SessionState {
  readonly phase: Phase;
  readonly config: SessionConfig;
  readonly bargeIn: BargeInMode;
  readonly muted: boolean;
  readonly gateOpen: boolean;
  /** The agent has spoken in this session: its voice cannot be changed any more. */
  readonly voiceLocked: boolean;
  /** The provider announced that the session reached its maximum length; it closes next. */
  readonly expiring: boolean;
  readonly user: UserTurn;
  /** Since when the talk button is held, in milliseconds on the log's clock. */
  readonly talkingSince: number | undefined;
  readonly responses: Responses;
  readonly sounds: readonly Sound[];
  /** Items that were cut off: what still arrives for them is not heard. The latest {@link MAX_REMEMBERED}. */
  readonly cutItems: readonly string[];
  readonly calls: readonly Call[];
}

export type Phase = 'idle' | 'requesting-microphone' | 'connecting' | 'configuring' | 'live' | 'ending' | 'ended' | 'failed';

/** `awaiting`: the person has finished and the agent's answer has not begun. */
export type UserTurn = 'quiet' | 'speaking' | 'awaiting';

export interface ActiveResponse {
  readonly id: string;
  /** It was asked to stop. */
  readonly cancelling: boolean;
  /** The person interrupted it: its sound is not heard any more. */
  readonly cut: boolean;
}

export interface Responses {
  /** Started and not done. */
  readonly active: readonly ActiveResponse[];
  /** Whether one was asked for: `sent` until any response starts, `begun` until it is done, since it may be another one. */
  readonly requested: 'no' | 'sent' | 'begun';
  /** Interrupted before it started. */
  readonly cancelOnStart: boolean;
  /** The provider says that a response is active which was never announced. */
  readonly blocked: boolean;
  readonly owed: Owed | undefined;
}

/**
 * A response that must be asked for once nothing stands in the way. `now`: somebody asked for it. `polite`: it waits until
 * the person has finished. `covered`: the answer to the person's own turn will do.
 */
export interface Owed {
  readonly urgency: 'now' | 'polite' | 'covered';
  readonly say?: string;
}

/** An item's sound that was received and not yet heard to its end. */
export interface Sound {
  readonly itemId: string;
  readonly responseId: string | undefined;
  readonly contentIndex: number;
  readonly receivedMs: number;
  readonly complete: boolean;
  readonly playing: boolean;
}

export interface Call {
  readonly callId: string;
  readonly responseId: string;
  readonly answered: boolean;
  /** Its response has been followed up, or needs no follow-up any more. */
  readonly settled: boolean;
  /** The person interrupted it: the result is told to the agent without asking for an answer. */
  readonly quiet: boolean;
}

/** Ids that are remembered in order to recognise late arrivals. They come within seconds, so a few dozen suffice. */
export const MAX_REMEMBERED = 256;

const NO_RESPONSES: Responses = {
  active: [],
  requested: 'no',
  cancelOnStart: false,
  blocked: false,
  owed: undefined,
};

export const INITIAL: SessionState = {
  phase: 'idle',
  config: { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] },
  bargeIn: 'interrupt',
  muted: false,
  gateOpen: false,
  voiceLocked: false,
  expiring: false,
  user: 'quiet',
  talkingSince: undefined,
  responses: NO_RESPONSES,
  sounds: [],
  cutItems: [],
  calls: [],
};

export interface Step {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}

/** One concern of the session. Looks at every entry and leaves alone what is not its own. */
export type Concern = (state: SessionState, entry: LogEntry) => Step;

export function same(state: SessionState): Step {
  return { state, effects: [] };
}

export function report(state: SessionState, code: AgentErrorCode, message: string): Step {
  return { state, effects: [{ type: 'report', code, message }] };
}

export function send(state: SessionState, ...actions: readonly (Effect & { type: 'send' })['action'][]): Step {
  return { state, effects: actions.map((action) => ({ type: 'send', action })) };
}

/** Does `next` after `step`, keeping the effects of both in order. */
export function andThen(step: Step, next: (state: SessionState) => Step): Step {
  const following = next(step.state);
  return { state: following.state, effects: [...step.effects, ...following.effects] };
}

/** The person waits for no answer any more: it begins, or none will come. */
export function endWaiting(state: SessionState): SessionState {
  return state.user === 'awaiting' ? { ...state, user: 'quiet' } : state;
}

/** Push-to-talk: the provider decides nothing about turns. */
export function isPushToTalk(config: SessionConfig): boolean {
  return config.turnDetection.type === 'none';
}

/** Whether the provider answers by itself when the person has finished. */
export function answersItself(config: SessionConfig): boolean {
  const { turnDetection } = config;
  return turnDetection.type !== 'none' && turnDetection.createResponse !== false;
}
