import type { Action } from '../../spec/action.js';
import { flushSpeaker } from './playback.js';
import { cancelResponses, coverOwed, cutResponses, owe } from './responses.js';
import {
  answersItself,
  endWaiting,
  isPushToTalk,
  same,
  send,
  andThen,
  type Concern,
  type SessionState,
  type Step,
} from './session-state.js';
import { hushCalls } from './tool-calls.js';

/** OpenAI refuses to commit less than 100 ms of sound; a shorter press was a slip of the finger. */
export const MIN_TALK_MS = 100;

/** Whose turn it is: the person's speech, text and buttons, and what they do to the agent's speech. */
export const turns: Concern = (state, { at, event }) => {
  switch (event.type) {
    case 'user-started':
      return bargeIn({ ...state, user: 'speaking' });
    case 'user-stopped':
      return same(answersItself(state.config) ? coverOwed({ ...state, user: 'awaiting' }) : { ...state, user: 'quiet' });
    case 'user-silent':
      return same(answersItself(state.config) ? { ...state, user: 'awaiting' } : state);
    case 'user-transcript-done':
      // It was a noise. Where the provider answers all the same, its response will say so.
      return same(event.text.trim() === '' ? endWaiting(state) : state);
    case 'interrupt':
      return interrupt(state);
    case 'send-text':
      return say(state, { type: 'add-user-text', text: event.text });
    case 'send-image':
      return say(state, { ...event, type: 'add-user-image' });
    case 'send-context':
      return send(state, { type: 'add-context', text: event.text });
    case 'send-raw':
      return send(state, { type: 'send-raw', message: event.message });
    case 'set-muted':
      return event.muted ? finishSpeech(state) : same(state);
    case 'talk-pressed':
      return press(state, at);
    case 'talk-released':
      return release(state, at);
    default:
      return same(state);
  }
};

/** The line has silenced the speaker already. A provider that was told not to interrupt is told to stop by us. */
function bargeIn(state: SessionState): Step {
  const { turnDetection } = state.config;
  if (state.bargeIn !== 'interrupt') return same(state);
  const providerStops = turnDetection.type !== 'none' && turnDetection.interruptResponse !== false;
  return providerStops ? same(cutResponses(state)) : cancelResponses(state);
}

function interrupt(state: SessionState): Step {
  return andThen(flushSpeaker(hushCalls(endWaiting(state))), cancelResponses);
}

/** Typed words interrupt as spoken ones do. */
function say(state: SessionState, action: Action): Step {
  if (state.phase !== 'live') return same(state);
  const heard = andThen(interrupt(state), (quiet) => send(quiet, action));
  return andThen(heard, (next) => same(owe({ ...next, user: next.user === 'speaking' ? 'speaking' : 'awaiting' }, 'now')));
}

/** A muted microphone sends nothing, so the provider would wait for the silence that ends the turn for ever. */
function finishSpeech(state: SessionState): Step {
  if (state.user !== 'speaking' || state.phase !== 'live' || isPushToTalk(state.config)) return same(state);
  return send(owe({ ...state, user: 'awaiting' }, 'now'), { type: 'commit-audio' });
}

function press(state: SessionState, at: number): Step {
  if (!isPushToTalk(state.config) || state.talkingSince !== undefined) return same(state);
  const pressed: SessionState = { ...state, talkingSince: at };
  if (state.phase !== 'live') return same(pressed);
  return andThen(interrupt(pressed), (quiet) => send({ ...quiet, user: 'speaking' }, { type: 'clear-audio' }));
}

function release(state: SessionState, at: number): Step {
  if (state.talkingSince === undefined) return same(state);
  const released: SessionState = { ...state, talkingSince: undefined };
  if (state.phase !== 'live' || state.user !== 'speaking') return same(released);
  if (at - state.talkingSince < MIN_TALK_MS) return send({ ...released, user: 'quiet' }, { type: 'clear-audio' });
  return send(owe({ ...released, user: 'awaiting' }, 'now'), { type: 'commit-audio' });
}
