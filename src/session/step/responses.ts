import type { Action } from '../../spec/action.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import {
  isPushToTalk,
  report,
  same,
  send,
  type Concern,
  type Owed,
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
  return send(withResponses(state, { ...state.responses, owed: undefined, requested: 'sent', cancelOnStart: false }), action);
};

/** Notes that a response is due. What is more urgent wins; a greeting that was never said gives way. */
export function owe(state: SessionState, urgency: 'now' | 'polite'): SessionState {
  const owed: Owed = { urgency: state.responses.owed?.urgency === 'now' ? 'now' : urgency };
  return withResponses(state, { ...state.responses, owed });
}

/** What is owed now will be answered together with the turn that the person has just finished. */
export function coverOwed(state: SessionState): SessionState {
  const { owed } = state.responses;
  return owed?.urgency === 'polite' ? withResponses(state, { ...state.responses, owed: { urgency: 'covered' } }) : state;
}

/** Stops what the agent is saying or about to say, and forgets what is owed. */
export function cancelResponses(state: SessionState): Step {
  const { active, cancelling, requested } = state.responses;
  const asked = active.filter((id) => !cancelling.includes(id));
  return send(
    withResponses(state, {
      ...state.responses,
      cut: active,
      cancelling: active,
      requested: requested === 'begun' ? 'no' : requested,
      cancelOnStart: requested === 'sent',
      owed: undefined,
    }),
    ...asked.map((responseId) => ({ type: 'cancel-response', responseId }) as const),
  );
}

/** The provider cancels by itself: only the sound that still comes must be recognised. */
export function cutResponses(state: SessionState): SessionState {
  return withResponses(state, { ...state.responses, cut: state.responses.active });
}

function started(state: SessionState, responseId: string): Step {
  const { responses } = state;
  const awaited: SessionState = { ...state, user: state.user === 'awaiting' ? 'quiet' : state.user };
  const next: Responses = {
    ...responses,
    active: [...responses.active.filter((id) => id !== responseId), responseId],
    requested: responses.requested === 'sent' ? 'begun' : responses.requested,
    cancelOnStart: false,
    blocked: false,
    owed: responses.owed?.urgency === 'covered' ? undefined : responses.owed,
  };
  const stateNow = withResponses(awaited, next);
  if (!responses.cancelOnStart || responses.cancelling.includes(responseId)) return same(stateNow);
  return send(
    withResponses(stateNow, { ...next, cut: [...next.cut, responseId], cancelling: [...next.cancelling, responseId] }),
    { type: 'cancel-response', responseId },
  );
}

function done(state: SessionState, responseId: string): SessionState {
  const left = without(state.responses, responseId);
  return withResponses(state, { ...left, blocked: false, requested: left.requested === 'begun' ? 'no' : left.requested });
}

/** The request and a response of the provider's own may cross: what it refuses for that is asked for again afterwards. */
function afterError(state: SessionState, error: ProviderEvent & { type: 'provider-error' }): SessionState {
  const { responses } = state;
  if (error.code === 'conversation_already_has_active_response') {
    if (responses.requested === 'no') return state;
    const owed: Owed | undefined = responses.cancelOnStart ? responses.owed : { urgency: 'now' };
    return withResponses(state, {
      ...responses,
      requested: 'no',
      cancelOnStart: false,
      blocked: responses.active.length === 0,
      owed,
    });
  }
  if (error.code === 'response_cancel_not_active')
    return withResponses(
      state,
      responses.cancelling.reduce((left, id) => without(left, id), responses),
    );
  const namesRequest = error.sentEventId?.startsWith('create-response') ?? !error.benign;
  if (responses.requested !== 'sent' || !namesRequest) return state;
  const settled = withResponses(state, { ...responses, requested: 'no', cancelOnStart: false });
  return { ...settled, user: settled.user === 'awaiting' ? 'quiet' : settled.user };
}

function without(responses: Responses, responseId: string): Responses {
  const others = (ids: readonly string[]): readonly string[] => ids.filter((id) => id !== responseId);
  return { ...responses, active: others(responses.active), cancelling: others(responses.cancelling), cut: others(responses.cut) };
}

function withResponses(state: SessionState, responses: Responses): SessionState {
  return { ...state, responses };
}
