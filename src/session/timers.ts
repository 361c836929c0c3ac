import type { Clock } from '../lib/clock.js';
import { createChild } from '../lib/child-signal.js';
import { after, every } from '../lib/timer.js';
import type { ConversationRequest } from './conversation.js';
import { dueLimit, followLimits, NO_LIMIT_STATE } from './limits.js';
import type { Log } from './log.js';
import type { Views } from './views.js';

/** Limits are given in seconds, and checked as often. */
const PERIOD_MS = 1000;

/** A service that has sent nothing for so long will not respond any more. Models think for some ten seconds at most. */
export const RESPONSE_TIMEOUT_MS = 30_000;

/** Appends to the log when a limit comes near and when it is reached; what follows is the session's to decide. */
export function enforceLimits(request: ConversationRequest, views: Views, clock: Clock, signal: AbortSignal): void {
  const { limits, log } = request;
  if (limits === undefined) return;
  let state = NO_LIMIT_STATE;
  log.subscribe((entry) => (state = followLimits(state, entry, views.cost.current())), signal);
  const check = (): void => {
    const event = dueLimit(limits, state, views.costAt(clock.now()), clock.now());
    if (event === undefined) return;
    if (event.type === 'limit-reached' && request.mayEnd?.(event.kind) === false)
      log.append('page', { type: 'extend-limit', kind: event.kind });
    else log.append('session', event);
  };
  every(PERIOD_MS, check, signal);
}

/** Appends `response-overdue` where the agent should respond and the service is silent, so that nobody waits for ever. */
export function watchResponse(log: Log, views: Views, timeoutMs: number, signal: AbortSignal): void {
  let waiting: AbortController | undefined;
  const isWaiting = (): boolean => {
    // A tool of the page has a time-out of its own.
    return views.session.current() === 'thinking' && views.session.state().state.calls.every(({ answered }) => answered);
  };
  log.subscribe(({ source }) => {
    if (!isWaiting()) {
      waiting?.abort();
      waiting = undefined;
    } else if (waiting === undefined || source === 'provider') {
      waiting?.abort();
      waiting = createChild(signal);
      after(timeoutMs, () => log.append('session', { type: 'response-overdue' }), waiting.signal);
    }
  }, signal);
}
