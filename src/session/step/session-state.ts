import type { Action, Effect } from '../../spec/action.js';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { Capabilities } from '../../spec/capabilities.js';
import type { BargeInMode, SessionConfig } from '../../spec/session-config.js';
import type { LogEntry } from '../../spec/voice-event.js';

/** All that decides what the session does next. Rebuilt from the log at any time. */
export interface SessionState {
  readonly phase: Phase;
  readonly capabilities: Capabilities;
  /** As far as the service supports it. */
  readonly config: SessionConfig;
  /** Settings that changed since the connection was asked for and that the service does not know yet. */
  readonly unsent: readonly (keyof SessionConfig)[];
  /** What was reported as unsupported, so that it is reported once. */
  readonly unsupported: readonly string[];
  readonly bargeIn: BargeInMode;
  readonly muted: boolean;
  readonly gateOpen: boolean;
  /** The service announced that the session reached its maximum length; the connection closes next. */
  readonly expiring: boolean;
  readonly user: UserTurn;
  /** The item of the person's current speech. */
  readonly userItem: string | undefined;
  /** Since when the talk button is held, in milliseconds on the log's clock. */
  readonly talkingSince: number | undefined;
  readonly responses: Responses;
  /** Audio that was received and not yet heard to its end. */
  readonly playing: readonly PlayingItem[];
  /** The service says that its voice can be heard, on a media track. */
  readonly agentSpeaking: boolean;
  /** Items that were cut off: what still arrives for them is not heard. The latest {@link MAX_REMEMBERED}. */
  readonly cutItems: readonly string[];
  readonly calls: readonly Call[];
}

export type Phase = 'idle' | 'requesting-microphone' | 'connecting' | 'live' | 'ending' | 'ended' | 'failed';

/** `awaiting`: the person has finished and the agent's response has not begun. */
export type UserTurn = 'quiet' | 'speaking' | 'awaiting';

export interface ActiveResponse {
  readonly id: string;
  /** It was asked to stop. */
  readonly cancelling: boolean;
  /** The person interrupted it: its audio is not heard any more. */
  readonly cut: boolean;
}

export interface Responses {
  /** Started and not done. */
  readonly active: readonly ActiveResponse[];
  /** Whether one was asked for: `sent` until any response starts, `begun` until it is done, since it may be another one. */
  readonly requested: 'no' | 'sent' | 'begun';
  /** Interrupted before it started. */
  readonly cancelOnStart: boolean;
  /** The service says that a response is active which was never announced. */
  readonly blocked: boolean;
  readonly pending: PendingResponse | undefined;
}

/**
 * A response that must be asked for once nothing stands in the way. `now`: somebody asked for it. `after-user`: it waits
 * until the person has finished. `with-turn`: the response to the person's own turn will do.
 */
export interface PendingResponse {
  readonly when: 'now' | 'after-user' | 'with-turn';
  readonly say?: string;
}

/** An item whose audio was received and not yet heard to its end. */
export interface PlayingItem {
  readonly itemId: string;
  readonly responseId: string | undefined;
  readonly contentIndex: number;
  readonly receivedMs: number;
  /** No more audio will arrive. */
  readonly complete: boolean;
  /** It can be heard now. */
  readonly audible: boolean;
  /** All of it that arrived was heard. */
  readonly drained: boolean;
}

export interface Call {
  readonly callId: string;
  readonly name: string;
  readonly responseId: string;
  readonly answered: boolean;
  /** Its response has been followed up, or needs no follow-up any more. */
  readonly settled: boolean;
  /** The person interrupted it: the result is sent to the agent without asking for a response. */
  readonly suppressed: boolean;
}

/** Ids that are remembered in order to recognise late arrivals. They come within seconds, so a few dozen suffice. */
export const MAX_REMEMBERED = 256;

const NO_RESPONSES: Responses = {
  active: [],
  requested: 'no',
  cancelOnStart: false,
  blocked: false,
  pending: undefined,
};

/** Before a provider is chosen nothing can be done. */
const NO_CAPABILITIES: Capabilities = {
  responses: 'client',
  interruption: 'never',
  cancellation: false,
  truncation: false,
  audioEnd: true,
  inputs: [],
  tools: 'none',
  greeting: 'session',
  updates: [],
  turnDetection: [],
  silenceMs: 0,
  minCommitMs: 0,
  mute: 'nothing',
};

export const INITIAL: SessionState = {
  phase: 'idle',
  capabilities: NO_CAPABILITIES,
  config: { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] },
  unsent: [],
  unsupported: [],
  bargeIn: 'interrupt',
  muted: false,
  gateOpen: false,
  expiring: false,
  user: 'quiet',
  userItem: undefined,
  talkingSince: undefined,
  responses: NO_RESPONSES,
  playing: [],
  agentSpeaking: false,
  cutItems: [],
  calls: [],
};

export interface Step {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}

/** One concern of the session. It sees every entry and ignores what is not its own. */
export type Concern = (state: SessionState, entry: LogEntry) => Step;

export function same(state: SessionState): Step {
  return { state, effects: [] };
}

export function report(state: SessionState, code: AgentErrorCode, message: string): Step {
  return { state, effects: [{ type: 'report', code, message }] };
}

/** Reports once that the service cannot do something. */
export function reportUnsupported(state: SessionState, what: string): Step {
  if (state.unsupported.includes(what)) return same(state);
  return report(
    { ...state, unsupported: [...state.unsupported, what] },
    'unsupported',
    `This voice service does not support ${what}.`,
  );
}

export function send(state: SessionState, ...actions: readonly Action[]): Step {
  return { state, effects: actions.map((action) => ({ type: 'send', action })) };
}

/** Does `next` after `step`, keeping the effects of both in order. */
export function andThen(step: Step, next: (state: SessionState) => Step): Step {
  const following = next(step.state);
  return { state: following.state, effects: [...step.effects, ...following.effects] };
}

/** The person waits for no response any more: it begins, or none will come. */
export function endWaiting(state: SessionState): SessionState {
  return state.user === 'awaiting' ? { ...state, user: 'quiet' } : state;
}

/** Push-to-talk: the service decides nothing about turns. */
export function isPushToTalk(config: SessionConfig): boolean {
  return config.turnDetection.type === 'none';
}

/** Whether the service responds by itself when the person has finished. */
export function respondsByItself({ config: { turnDetection }, capabilities }: SessionState): boolean {
  switch (capabilities.responses) {
    case 'client':
      return turnDetection.type !== 'none' && turnDetection.createResponse !== false;
    case 'server':
      return true;
    case 'continuous':
      return false;
    default:
      return capabilities.responses satisfies never;
  }
}

/** Whether anything of the agent can be heard now. */
export function isAudible({ playing, agentSpeaking }: SessionState): boolean {
  return agentSpeaking || playing.some(({ audible }) => audible);
}

/** Whether audio of the agent is still to be heard. A service that does not announce the end of its audio has drained items. */
export function isPlaying({ playing, agentSpeaking, capabilities }: SessionState): boolean {
  return agentSpeaking || playing.some(({ drained }) => capabilities.audioEnd || !drained);
}
