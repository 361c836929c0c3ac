import type { AgentErrorCode } from '../../../spec/agent-error.js';

/** Tells a page in the service's own form that the relay did not pass on one of its events. */
export function errorEvent(code: AgentErrorCode, message: string, eventId: string | undefined): string {
  return JSON.stringify({
    type: 'error',
    event_id: 'event_of_the_relay',
    error: { type: 'invalid_request_error', code, message, param: null, event_id: eventId ?? null },
  });
}
