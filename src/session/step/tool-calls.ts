import type { ToolOutcome } from '../../spec/tool.js';
import type { ProviderEvent, SessionEvent } from '../../spec/voice-event.js';
import { isCut, request } from './responses.js';
import { MAX_REMEMBERED, same, send, type Call, type Concern, type SessionState, type Step } from './session-state.js';

/** Runs what the agent calls, answers each call once, and asks for one response when all of a response's calls are answered. */
export const toolCalls: Concern = (state, { event }) => {
  switch (event.type) {
    case 'tool-called':
      return called(state, event);
    case 'tool-finished':
      return finished(state, event);
    case 'response-done':
      return same(event.status === 'cancelled' ? suppressFollowUps(state, event.responseId) : state);
    default:
      return same(state);
  }
};

/**
 * A response whose calls are all answered is followed up once it is done itself: asking earlier is refused, and asking
 * once per call makes the agent talk over itself. Runs before the pending response is asked for.
 */
export const settleCalls: Concern = (state) => {
  const open = state.calls.filter((call) => !call.settled);
  const ready = open.filter(
    (call) =>
      !state.responses.active.some(({ id }) => id === call.responseId) &&
      open.every((other) => other.responseId !== call.responseId || other.answered),
  );
  if (ready.length === 0) return same(state);
  const settled = { ...state, calls: state.calls.map((call) => (ready.includes(call) ? { ...call, settled: true } : call)) };
  return same(ready.some((call) => !call.suppressed) ? request(settled, 'after-user') : settled);
};

/** The person has gone on: results of these calls are sent to the agent without asking it to speak about them. */
export function suppressFollowUps(state: SessionState, responseId?: string): SessionState {
  const concerned = (call: Call): boolean => !call.settled && (responseId === undefined || call.responseId === responseId);
  if (!state.calls.some(concerned)) return state;
  return { ...state, calls: state.calls.map((call) => (concerned(call) ? { ...call, suppressed: true } : call)) };
}

function called(state: SessionState, event: ProviderEvent & { type: 'tool-called' }): Step {
  const { callId, name } = event;
  if (state.calls.some((call) => call.callId === callId)) return same(state);
  const responseId = event.responseId ?? state.responses.active.at(-1)?.id ?? '';
  const suppressed = isCut(state, responseId);
  const call: Call = { callId, name, responseId, answered: false, settled: false, suppressed };
  return {
    state: { ...state, calls: forgetOldest([...state.calls, call]) },
    effects: [{ type: 'run-tool', callId, name, arguments: event.arguments }],
  };
}

function finished(state: SessionState, event: SessionEvent & { type: 'tool-finished' }): Step {
  const call = state.calls.find((one) => one.callId === event.callId);
  if (call === undefined || call.answered) return same(state);
  const { callId, name } = call;
  const calls = state.calls.map((one) => (one === call ? { ...one, answered: true } : one));
  const isError = 'error' in event.outcome;
  return send({ ...state, calls }, { type: 'add-tool-output', callId, name, output: outputText(event.outcome), isError });
}

/** What the agent reads. Text goes as it is: quoting it would only cost tokens. */
function outputText(outcome: ToolOutcome): string {
  if ('error' in outcome) return JSON.stringify({ error: outcome.error });
  const { result } = outcome;
  return typeof result === 'string' ? result : (JSON.stringify(result) ?? 'null');
}

function forgetOldest(calls: readonly Call[]): readonly Call[] {
  const excess = calls.length - MAX_REMEMBERED;
  if (excess <= 0) return calls;
  const forgotten = new Set(calls.filter((call) => call.settled).slice(0, excess));
  return calls.filter((call) => !forgotten.has(call));
}
