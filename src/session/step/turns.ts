import type { Action } from '../../spec/action.js';
import type { Capabilities } from '../../spec/capabilities.js';
import { flushSpeaker } from './playback.js';
import { cancelResponses, cutResponses, deferToTurn, request } from './responses.js';
import {
  endWaiting,
  isPushToTalk,
  reportUnsupported,
  respondsByItself,
  same,
  send,
  andThen,
  type Concern,
  type SessionState,
  type Step,
} from './session-state.js';
import { suppressFollowUps } from './tool-calls.js';

/** Beyond the silence that ends a turn, so that a late frame does not keep it open. */
const SILENCE_MARGIN_MS = 200;

/** Whose turn it is: the person's speech, text and buttons, and what they do to the agent's speech. */
export const turns: Concern = (state, { at, event }) => {
  switch (event.type) {
    case 'user-started':
      return bargeIn({ ...state, user: 'speaking', userItem: event.itemId });
    case 'user-stopped':
      return same(finishTurn(state));
    case 'user-committed':
      // Not every service reports the end of speech besides the turn.
      return same(isCurrent(state, event.itemId) ? finishTurn(state) : state);
    case 'user-silent':
      return same(respondsByItself(state) ? { ...state, user: 'awaiting' } : state);
    case 'user-transcript-done': {
      const next = isCurrent(state, event.itemId) ? finishTurn(state) : state;
      // It was a noise. Where the service responds all the same, its response will say so.
      return same(event.text.trim() === '' ? endWaiting(next) : next);
    }
    case 'interrupt':
      return interrupt(state);
    case 'send-text':
      return say(state, 'text', { type: 'add-user-text', text: event.text });
    case 'send-image':
      return say(state, 'image', { ...event, type: 'add-user-image' });
    case 'send-context':
      return supports(state, 'context')
        ? send(state, { type: 'add-context', text: event.text })
        : reportUnsupported(state, 'context');
    case 'send-raw':
      return send(state, { type: 'send-raw', message: event.message });
    case 'set-muted':
      return event.muted ? finishMutedTurn(state) : same(state);
    case 'talk-pressed':
      return press(state, at);
    case 'talk-released':
      return release(state, at);
    default:
      return same(state);
  }
};

/** Push-to-talk ends a turn by the button alone. */
function isCurrent(state: SessionState, itemId: string): boolean {
  return state.user === 'speaking' && state.userItem === itemId && !isPushToTalk(state.config);
}

function finishTurn(state: SessionState): SessionState {
  return respondsByItself(state) ? deferToTurn({ ...state, user: 'awaiting' }) : { ...state, user: 'quiet' };
}

/** The transport has silenced the speaker already. A service that does not stop by itself is asked to. */
function bargeIn(state: SessionState): Step {
  const { config, capabilities } = state;
  if (state.bargeIn !== 'interrupt' || capabilities.responses === 'continuous') return same(state);
  return stopsByItself(capabilities, config) ? same(cutResponses(state)) : cancelResponses(state);
}

function stopsByItself({ interruption }: Capabilities, { turnDetection }: SessionState['config']): boolean {
  switch (interruption) {
    case 'configurable':
      return turnDetection.type !== 'none' && turnDetection.interruptResponse !== false;
    case 'always':
      return true;
    case 'never':
      return false;
    default:
      return interruption satisfies never;
  }
}

function interrupt(state: SessionState): Step {
  return andThen(flushSpeaker(suppressFollowUps(endWaiting(state))), cancelResponses);
}

function supports({ capabilities }: SessionState, input: Capabilities['inputs'][number]): boolean {
  return capabilities.inputs.includes(input);
}

/** Typed words interrupt as spoken ones do. */
function say(state: SessionState, input: 'text' | 'image', action: Action): Step {
  if (state.phase !== 'live') return same(state);
  if (!supports(state, input)) return reportUnsupported(state, input);
  if (state.capabilities.responses === 'continuous') return send(state, action);
  return andThen(
    andThen(interrupt(state), (quiet) => send(quiet, action)),
    (next) => same(request({ ...next, user: next.user === 'speaking' ? 'speaking' : 'awaiting' }, 'now')),
  );
}

/** A muted microphone sends nothing, so a service that waits for the silence after the turn would wait for ever. */
function finishMutedTurn(state: SessionState): Step {
  const { user, phase, config, capabilities } = state;
  if (user !== 'speaking' || phase !== 'live' || isPushToTalk(config)) return same(state);
  switch (capabilities.mute) {
    case 'commit':
      return send(request({ ...state, user: 'awaiting' }, 'now'), { type: 'commit-audio' });
    case 'silence':
      return {
        state: finishTurn(state),
        effects: [{ type: 'send-silence', durationMs: silenceMs(state) + SILENCE_MARGIN_MS }],
      };
    case 'nothing':
      return same({ ...state, user: 'quiet' });
    default:
      return capabilities.mute satisfies never;
  }
}

function silenceMs({ config: { turnDetection }, capabilities }: SessionState): number {
  const configured = turnDetection.type === 'server-vad' ? turnDetection.silenceDurationMs : undefined;
  return configured ?? capabilities.silenceMs;
}

function press(state: SessionState, at: number): Step {
  if (!isPushToTalk(state.config) || state.talkingSince !== undefined) return same(state);
  const pressed: SessionState = { ...state, talkingSince: at };
  if (state.phase !== 'live') return same(pressed);
  return andThen(interrupt(pressed), (quiet) => send({ ...quiet, user: 'speaking' }, { type: 'clear-audio' }));
}

/** A press that is too short to be committed was a slip of the finger. */
function release(state: SessionState, at: number): Step {
  if (state.talkingSince === undefined) return same(state);
  const released: SessionState = { ...state, talkingSince: undefined };
  if (state.phase !== 'live' || state.user !== 'speaking') return same(released);
  if (at - state.talkingSince < state.capabilities.minCommitMs)
    return send({ ...released, user: 'quiet' }, { type: 'clear-audio' });
  return send(request({ ...released, user: 'awaiting' }, 'now'), { type: 'commit-audio' });
}
