import type { Action } from '../../spec/action.js';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import { errorOfCloseCode } from '../../spec/close-code.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import {
  andThen,
  INITIAL,
  isPushToTalk,
  report,
  same,
  send,
  type Concern,
  type SessionState,
  type Step,
} from './session-state.js';

/** From `start` to readiness: nothing of the person is sent before the provider took the configuration. And every way to the end. */
export const configuration: Concern = (state, { event }) => {
  switch (event.type) {
    case 'start':
      return same({
        ...INITIAL,
        phase: 'connecting',
        config: event.config,
        bargeIn: event.bargeIn,
        muted: state.muted,
        gateOpen: state.gateOpen,
      });
    case 'microphone-requested':
      return state.phase === 'connecting' ? same({ ...state, phase: 'requesting-microphone' }) : same(state);
    case 'microphone-opened':
      return andThen(replaced(connecting(state), 'input', event.missing), (next) => ({
        state: next,
        effects: state.muted ? [{ type: 'mute-microphone', muted: true }] : [],
      }));
    case 'microphone-changed':
      return replaced(state, 'input', event.missing);
    case 'speaker-changed':
      return replaced(state, 'output', event.missing);
    case 'connection-opening':
      return same(connecting(state));
    case 'set-muted':
      return { state: { ...state, muted: event.muted }, effects: [{ type: 'mute-microphone', muted: event.muted }] };
    case 'session-created':
      if (state.phase !== 'connecting') return same(state);
      return send({ ...state, phase: 'configuring' }, configure(state, false));
    case 'session-ready':
      return state.phase === 'configuring' ? same(greet({ ...state, phase: 'live' })) : same(state);
    case 'update-session': {
      const config = { ...state.config, ...event.patch };
      const updated = { ...state, config };
      if (state.phase !== 'live') return same(updated);
      return send(updated, configure(updated, state.voiceLocked));
    }
    case 'agent-audio':
      return state.voiceLocked ? same(state) : same({ ...state, voiceLocked: true });
    case 'provider-error':
      return refused(state, event);
    case 'frame-refused':
      return report(state, 'frame-too-large', `${event.bytes} bytes were not sent: ${event.limitBytes} are allowed at once.`);
    case 'microphone-ended':
      if (isOver(state)) return same(state);
      return event.reason === 'revoked'
        ? fail(state, 'microphone-denied', 'The permission for the microphone was taken back.')
        : fail(state, 'microphone-missing', 'The microphone was unplugged.');
    case 'connection-closed':
      return closed(state, event.closeCode, event.reason);
    case 'stop':
      return isOver(state) ? same(state) : { state, effects: [{ type: 'end', reason: event.reason }] };
    case 'limit-reached':
      if (isOver(state)) return same(state);
      if (event.kind === 'cost' && state.phase === 'live') return same({ ...state, phase: 'ending' });
      return { state, effects: [{ type: 'end', reason: 'limit' }] };
    case 'failed':
      return event.recoverable ? same(state) : same({ ...state, phase: 'failed' });
    case 'ended':
      return same({ ...state, phase: state.phase === 'failed' ? 'failed' : 'ended' });
    default:
      return same(state);
  }
};

function replaced(state: SessionState, kind: 'input' | 'output', missing: string | undefined): Step {
  if (missing === undefined) return same(state);
  return report(state, kind === 'input' ? 'microphone-unknown' : 'speaker-missing', `The ${kind} device ${missing} is not there`);
}

/** A spending limit cuts nobody off: what was already paid for is still said. Runs after every other concern. */
export const farewell: Concern = (state) => {
  const quiet = state.responses.active.length === 0 && state.sounds.length === 0;
  if (state.phase !== 'ending' || !quiet) return same(state);
  return { state: { ...state, phase: 'ended' }, effects: [{ type: 'end', reason: 'limit' }] };
};

/** Opens and closes the microphone's gate as the rest of the state demands. Runs after every other concern. */
export const gate: Concern = (state) => {
  const { phase, config, talkingSince } = state;
  const pushToTalk = isPushToTalk(config);
  const mayTalk = !pushToTalk || talkingSince !== undefined;
  const open = phase === 'live' && config.modality === 'voice' && mayTalk;
  if (open === state.gateOpen) return same(state);
  return {
    state: { ...state, gateOpen: open },
    effects: [{ type: 'gate-microphone', open, preRoll: pushToTalk && !state.muted }],
  };
};

function connecting(state: SessionState): SessionState {
  return state.phase === 'requesting-microphone' ? { ...state, phase: 'connecting' } : state;
}

/** Where the person's speech is not to interrupt the agent, the provider must not let it either. */
function configure({ config, bargeIn }: SessionState, audioHeard: boolean): Action {
  const { turnDetection } = config;
  if (bargeIn === 'interrupt' || turnDetection.type === 'none') return { type: 'configure', config, audioHeard };
  return { type: 'configure', config: { ...config, turnDetection: { ...turnDetection, interruptResponse: false } }, audioHeard };
}

function greet(state: SessionState): SessionState {
  const { greeting } = state.config;
  if (!greeting) return state;
  return { ...state, responses: { ...state.responses, owed: { urgency: 'polite', say: greeting } } };
}

/** Later errors are told and survived; one that answers the first configuration means there will be no session. */
function refused(state: SessionState, error: ProviderEvent & { type: 'provider-error' }): Step {
  if (error.code === 'session_expired') return same({ ...state, expiring: true });
  if (error.benign) return same(state);
  if (state.phase !== 'configuring') return report(state, 'provider-error', `${error.message} (${error.code})`);
  const message = `The provider refused the session: ${error.message}`;
  return fail(state, error.sentEventId === undefined ? 'provider-error' : 'invalid-configuration', message);
}

function closed(state: SessionState, closeCode: number, reason: string): Step {
  if (isOver(state)) return same(state);
  const code = state.expiring ? 'session-expired' : errorOfCloseCode(closeCode);
  if (code === null) return { state, effects: [{ type: 'end', reason: 'closed' }] };
  return fail(state, code, `The connection closed with ${closeCode}${reason === '' ? '' : ` (${reason})`}.`);
}

function fail(state: SessionState, code: AgentErrorCode, message: string): Step {
  return { state, effects: [{ type: 'fail', code, message }] };
}

function isOver(state: SessionState): boolean {
  return state.phase === 'ended' || state.phase === 'failed';
}
