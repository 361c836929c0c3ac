import type { Cost } from '../spec/snapshot.js';
import { NO_TOKENS, type ModelPrices } from '../spec/usage.js';
import type { Fold } from './fold.js';

export interface CostState {
  readonly model: string | undefined;
  readonly cost: Cost;
}

export function createCostFold(_pricesOf: (model: string | undefined) => ModelPrices | undefined): Fold<CostState, Cost> {
  return {
    initial: {
      model: undefined,
      cost: { currency: 'USD', total: 0, delta: 0, byModality: { text: 0, audio: 0, image: 0, transcription: 0 }, estimated: false, tokens: NO_TOKENS },
    },
    next: (previous) => previous,
    view: (state) => state.cost,
  };
}
