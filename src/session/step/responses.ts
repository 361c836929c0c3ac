import type { Action } from '../../spec/action.js';
import type { ProviderError } from '../../spec/voice-event.js';
import {
  endWaiting,
  isPushToTalk,
  report,
  reportUnsupported,
  same,
  send,
  type ActiveResponse,
  type Concern,
  type PendingResponse,
  type Responses,
  type SessionState,
  type Step,
} from './session-state.js';

/** One response at a time: which are active, which were asked for, and the one that is still pending. */
export const responses: Concern = (state, { event }) => {
  switch (event.type) {
    case 'response-started':
      return started(state, event.responseId);
    case 'agent-audio':
    case 'agent-transcript':
    case 'agent-transcript-done':
      return same(answered(state, event.itemId));
    case 'response-done':
      if (event.status !== 'failed') return same(done(state, event.responseId));
      return report(done(state, event.responseId), 'provider-error', `A response failed: ${event.reason ?? 'no reason given'}.`);
    case 'response-interrupted':
      return same(cutResponses(state));
    case 'response-overdue':
      return report(abandon(state), 'upstream-timeout', 'The voice service did not respond in time.');
    case 'provider-error':
      return same(afterError(state, event));
    case 'create-response':
      return state.capabilities.responses === 'client'
        ? same(request(state, 'now'))
        : reportUnsupported(state, 'asking for a response');
    default:
      return same(state);
  }
};

/** Asks for the pending response as soon as nothing stands in the way. Runs after every other concern. */
export const settleResponses: Concern = (state) => {
  const { pending, requested, active, blocked } = state.responses;
  if (pending === undefined || pending.when === 'with-turn') return same(state);
  if (state.phase !== 'live' || requested === 'sent' || blocked || active.length > 0) return same(state);
  if (pending.when === 'after-user' && state.user === 'speaking' && !isPushToTalk(state.config)) return same(state);
  const action: Action = pending.say === undefined ? { type: 'create-response' } : { type: 'create-response', say: pending.say };
  return send(patch(state, { pending: undefined, requested: 'sent', cancelOnStart: false }), action);
};

/**
 * Notes that a response is due, where the client asks for responses at all. What is more urgent wins; a greeting that was
 * never said gives way.
 */
export function request(state: SessionState, when: 'now' | 'after-user'): SessionState {
  if (state.capabilities.responses !== 'client') return state;
  const pending: PendingResponse = { when: state.responses.pending?.when === 'now' ? 'now' : when };
  return patch(state, { pending });
}

/** What is pending will be covered by the response to the turn that the person has just finished. */
export function deferToTurn(state: SessionState): SessionState {
  return state.responses.pending?.when === 'after-user' ? patch(state, { pending: { when: 'with-turn' } }) : state;
}

/** Stops what the agent is saying or about to say, and forgets what is pending. */
export function cancelResponses(state: SessionState): Step {
  const { active, requested } = state.responses;
  if (!state.capabilities.cancellation) return same(patch(cutResponses(state), { pending: undefined }));
  return send(
    patch(state, {
      active: active.map(({ id }) => stopped(id)),
      requested: requested === 'begun' ? 'no' : requested,
      cancelOnStart: requested === 'sent',
      pending: undefined,
    }),
    ...active.filter(({ cancelling }) => !cancelling).map(({ id }) => cancel(id)),
  );
}

/** The service cancels by itself: only the audio that still arrives must be recognised. */
export function cutResponses(state: SessionState): SessionState {
  return patch(state, { active: state.responses.active.map((response) => ({ ...response, cut: true })) });
}

/** Whether the person interrupted this response, of which something still arrives. */
export function isCut(state: SessionState, responseId: string | undefined): boolean {
  return state.responses.active.some(({ id, cut }) => cut && id === responseId);
}

function started(state: SessionState, responseId: string): Step {
  const { active, requested, cancelOnStart, pending } = state.responses;
  const known = active.find(({ id }) => id === responseId) ?? { id: responseId, cancelling: false, cut: false };
  const unwanted = cancelOnStart && !known.cancelling;
  const next = patch(endWaiting(state), {
    active: [...without(active, responseId), unwanted ? stopped(responseId) : known],
    requested: requested === 'sent' ? 'begun' : requested,
    cancelOnStart: false,
    blocked: false,
    pending: pending?.when === 'with-turn' ? undefined : pending,
  });
  return unwanted ? send(next, cancel(responseId)) : same(next);
}

/** A service that decides alone need not announce its responses: their first words end the wait, and the person's turn with it. */
function answered(state: SessionState, itemId: string): SessionState {
  if (state.capabilities.responses !== 'server' || state.cutItems.includes(itemId)) return state;
  const isNew = !state.playing.some((item) => item.itemId === itemId && item.audible);
  return isNew && state.user !== 'quiet' ? { ...state, user: 'quiet' } : state;
}

function done(state: SessionState, responseId: string): SessionState {
  const { active, requested } = state.responses;
  return patch(state, {
    active: without(active, responseId),
    blocked: false,
    requested: requested === 'begun' ? 'no' : requested,
  });
}

/** Nothing is waited for any more: the person may go on. */
function abandon(state: SessionState): SessionState {
  return patch(endWaiting(state), { active: [], requested: 'no', cancelOnStart: false, blocked: false, pending: undefined });
}

/** The request and a response of the service's own may cross: what it refuses for that is asked for again afterwards. */
function afterError(state: SessionState, error: ProviderError): SessionState {
  const { active, requested, cancelOnStart, pending } = state.responses;
  const refused: Partial<Responses> = { requested: 'no', cancelOnStart: false };
  switch (error.meaning) {
    case 'response-active':
      if (requested === 'no') return state;
      return patch(state, { ...refused, blocked: active.length === 0, pending: cancelOnStart ? pending : { when: 'now' } });
    case 'response-inactive':
      return patch(state, { active: active.filter(({ cancelling }) => !cancelling) });
    case 'benign':
      return requested === 'sent' && error.action === 'create-response' ? patch(endWaiting(state), refused) : state;
    case 'error':
    case 'fatal': {
      const isMeant = error.action === undefined || error.action === 'create-response';
      return requested === 'sent' && isMeant ? patch(endWaiting(state), refused) : endAbandonedTurn(state, error);
    }
    default:
      return error.meaning satisfies never;
  }
}

/** The turn was refused, so no response to it will come. */
function endAbandonedTurn(state: SessionState, { action }: ProviderError): SessionState {
  return action === 'commit-audio' ? endWaiting(state) : state;
}

function stopped(id: string): ActiveResponse {
  return { id, cancelling: true, cut: true };
}

function cancel(responseId: string): Action {
  return { type: 'cancel-response', responseId };
}

function without(active: readonly ActiveResponse[], responseId: string): readonly ActiveResponse[] {
  return active.filter(({ id }) => id !== responseId);
}

function patch(state: SessionState, responses: Partial<Responses>): SessionState {
  return { ...state, responses: { ...state.responses, ...responses } };
}
