import type { Action } from '../../spec/action.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import {
  endWaiting,
  isPushToTalk,
  report,
  same,
  send,
  type ActiveResponse,
  type Concern,
  type Responses,
  type SessionState,
  type Step,
} from './session-state.js';

/** One response at a time: which are active, which were asked for, and the one that is still owed. */
export const responses: Concern = (state, { event }) => {
  switch (event.type) {
    case 'response-started':
      return started(state, event.responseId);
    case 'response-done':
      if (event.status !== 'failed') return same(done(state, event.responseId));
      return report(done(state, event.responseId), 'provider-error', `A response failed: ${event.reason ?? 'no reason given'}.`);
    case 'provider-error':
      return same(afterError(state, event));
    case 'create-response':
      return same(owe(state, 'now'));
    default:
      return same(state);
  }
};

/** Sends what is owed as soon as nothing stands in the way. Runs after every other concern. */
export const settleResponses: Concern = (state) => {
  const { owed, requested, active, blocked } = state.responses;
  if (owed === undefined || owed.urgency === 'covered') return same(state);
  if (state.phase !== 'live' || requested === 'sent' || blocked || active.length > 0) return same(state);
  if (owed.urgency === 'polite' && state.user === 'speaking' && !isPushToTalk(state.config)) return same(state);
  const action: Action = owed.say === undefined ? { type: 'create-response' } : { type: 'create-response', say: owed.say };
  return send(patch(state, { owed: undefined, requested: 'sent', cancelOnStart: false }), action);
};

/** Notes that a response is due. What is more urgent wins; a greeting that was never said gives way. */
export function owe(state: SessionState, urgency: 'now' | 'polite'): SessionState {
  return patch(state, { owed: { urgency: state.responses.owed?.urgency === 'now' ? 'now' : urgency } });
}

/** What is owed now will be answered together with the turn that the person has just finished. */
export function coverOwed(state: SessionState): SessionState {
  return state.responses.owed?.urgency === 'polite' ? patch(state, { owed: { urgency: 'covered' } }) : state;
}

/** Stops what the agent is saying or about to say, and forgets what is owed. */
export function cancelResponses(state: SessionState): Step {
  const { active, requested } = state.responses;
  return send(
    patch(state, {
      active: active.map(({ id }) => stopped(id)),
      requested: requested === 'begun' ? 'no' : requested,
      cancelOnStart: requested === 'sent',
      owed: undefined,
    }),
    ...active.filter(({ cancelling }) => !cancelling).map(({ id }) => cancel(id)),
  );
}

/** The provider cancels by itself: only the sound that still comes must be recognised. */
export function cutResponses(state: SessionState): SessionState {
  return patch(state, { active: state.responses.active.map((response) => ({ ...response, cut: true })) });
}

/** Whether the person interrupted this response, of which something still comes. */
export function isCut(state: SessionState, responseId: string | undefined): boolean {
  return state.responses.active.some(({ id, cut }) => cut && id === responseId);
}

function started(state: SessionState, responseId: string): Step {
  const { active, requested, cancelOnStart, owed } = state.responses;
  const known = active.find(({ id }) => id === responseId) ?? { id: responseId, cancelling: false, cut: false };
  const unwanted = cancelOnStart && !known.cancelling;
  const next = patch(endWaiting(state), {
    active: [...without(active, responseId), unwanted ? stopped(responseId) : known],
    requested: requested === 'sent' ? 'begun' : requested,
    cancelOnStart: false,
    blocked: false,
    owed: owed?.urgency === 'covered' ? undefined : owed,
  });
  return unwanted ? send(next, cancel(responseId)) : same(next);
}

function done(state: SessionState, responseId: string): SessionState {
  const { active, requested } = state.responses;
  return patch(state, {
    active: without(active, responseId),
    blocked: false,
    requested: requested === 'begun' ? 'no' : requested,
  });
}

/** The request and a response of the provider's own may cross: what it refuses for that is asked for again afterwards. */
function afterError(state: SessionState, error: ProviderEvent & { type: 'provider-error' }): SessionState {
  const { active, requested, cancelOnStart, owed } = state.responses;
  const refused: Partial<Responses> = { requested: 'no', cancelOnStart: false };
  if (error.code === 'conversation_already_has_active_response') {
    if (requested === 'no') return state;
    return patch(state, { ...refused, blocked: active.length === 0, owed: cancelOnStart ? owed : { urgency: 'now' } });
  }
  if (error.code === 'response_cancel_not_active')
    return patch(state, { active: active.filter(({ cancelling }) => !cancelling) });
  const namesRequest = error.sentEventId?.startsWith('create-response') ?? !error.benign;
  return requested === 'sent' && namesRequest ? patch(endWaiting(state), refused) : state;
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
