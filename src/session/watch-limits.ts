import type { Clock } from '../lib/clock.js';
import { every } from '../lib/timer.js';
import type { ConversationRequest } from './conversation.js';
import { createCostFold } from './cost.js';
import { dueLimit, followLimits, NO_LIMIT_STATE } from './limits.js';

/** Limits are counted in seconds, and looked at as often. */
const PERIOD_MS = 1000;

/** Says in the log when a limit comes near and when it is reached; what follows is the session's to decide. */
export function watchLimits(request: ConversationRequest, clock: Clock, signal: AbortSignal): void {
  const { limits, log, pricesOf = () => undefined } = request;
  if (limits === undefined) return;
  const costs = createCostFold(pricesOf);
  let cost = costs.initial;
  let state = NO_LIMIT_STATE;
  log.subscribe((entry) => {
    cost = costs.next(cost, entry);
    state = followLimits(state, entry, costs.view(cost));
  }, signal);
  every(
    PERIOD_MS,
    () => {
      const event = dueLimit(limits, state, costs.view(cost).total, clock.now());
      if (event === undefined) return;
      if (event.type === 'limit-reached' && request.mayEnd?.(event.kind) === false)
        log.append('page', { type: 'extend-limit', kind: event.kind });
      else log.append('session', event);
    },
    signal,
  );
}
