import { createCostFold, type CostState, type PricesOf } from '../../session/cost.js';
import type { Decoded } from '../../spec/codec.js';
import type { Cost } from '../../spec/snapshot.js';
import type { Spent } from '../state/shared-state.js';

/** What one conversation has cost so far, by the service's own figures and with the same fold as in the page. */
export interface UsageMeter {
  /** Counts the usage in a service's events. */
  add(events: Decoded['events']): void;
  readonly cost: Cost;
  /** What was added since the last call, for the account of the day. */
  takeDelta(): Omit<Spent, 'seconds'>;
}

export function createUsageMeter(pricesOf: PricesOf, model: string): UsageMeter {
  const fold = createCostFold(pricesOf);
  let state: CostState = { ...fold.initial, model };
  let taken = { tokens: 0, usd: 0 };

  return {
    add(events) {
      for (const event of events) state = fold.next(state, { at: 0, event });
    },
    get cost() {
      return state.cost;
    },
    takeDelta() {
      const { total: usd, tokens: each } = state.cost;
      const tokens = each.inputText + each.inputAudio + each.inputImage + each.outputText + each.outputAudio;
      const delta = { tokens: tokens - taken.tokens, usd: usd - taken.usd };
      taken = { tokens, usd };
      return delta;
    },
  };
}
