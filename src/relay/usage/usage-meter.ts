import { isFields, textIn } from '../../lib/fields.js';
import { createCostFold, type CostState, type PricesOf } from '../../session/cost.js';
import type { Codec } from '../../spec/codec.js';
import type { Cost } from '../../spec/snapshot.js';
import type { Spent } from '../state/shared-state.js';

/** What one conversation has cost so far, by the service's own figures, counted exactly as the page counts them. */
export interface Books {
  /** Reads a service's event; what has no figures in it changes nothing. */
  note(event: unknown): void;
  readonly cost: Cost;
  /** What came since this was last called, for the day's account. */
  takeNew(): Omit<Spent, 'seconds'>;
}

export function createBooks(codec: Codec, pricesOf: PricesOf, model: string): Books {
  const fold = createCostFold(pricesOf);
  let state: CostState = { ...fold.initial, model };
  let accounted = { tokens: 0, usd: 0 };

  return {
    note(event) {
      for (const entry of codec.decode(named(event)).events)
        state = fold.next(state, { at: 0, source: 'provider', event: entry });
    },
    get cost() {
      return state.cost;
    },
    takeNew() {
      const { total: usd, tokens: each } = state.cost;
      const tokens = each.inputText + each.inputAudio + each.inputImage + each.outputText + each.outputAudio;
      const fresh = { tokens: tokens - accounted.tokens, usd: usd - accounted.usd };
      accounted = { tokens, usd };
      return fresh;
    },
  };
}

/** A response costs the same where a service does not say which one it was, but codecs pass over what has no id. */
function named(event: unknown): unknown {
  if (!isFields(event) || event.type !== 'response.done' || !isFields(event.response)) return event;
  return textIn(event.response, 'id') === undefined ? { ...event, response: { ...event.response, id: 'unnamed' } } : event;
}
