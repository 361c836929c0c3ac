import type { Cost, CostByModality } from '../spec/snapshot.js';
import { NO_TOKENS, type ModelPrices, type TokenUsage, type TranscriptionUsage } from '../spec/usage.js';
import type { Fold } from './fold.js';

export type PricesOf = (model: string | undefined) => ModelPrices | undefined;

export interface CostState {
  readonly model: string | undefined;
  readonly cost: Cost;
}

const NOTHING: CostByModality = { text: 0, audio: 0, image: 0, transcription: 0 };

/**
 * Adds up what the provider says it counted. Every response is billed for the whole context again, so the sum over the
 * responses is the cost. `estimated` turns true for good where usage is missing or a price is not known.
 */
export function createCostFold(pricesOf: PricesOf): Fold<CostState, Cost> {
  return {
    initial: {
      model: undefined,
      cost: { currency: 'USD', total: 0, delta: 0, byModality: NOTHING, estimated: false, tokens: NO_TOKENS },
    },
    next(previous, { event }) {
      switch (event.type) {
        case 'start':
          return event.config.model === undefined ? previous : { ...previous, model: event.config.model };
        case 'session-created':
        case 'session-ready':
          return event.model === undefined ? previous : { ...previous, model: event.model };
        case 'response-done': {
          const prices = pricesOf(previous.model);
          if (event.usage === undefined || prices === undefined) return add(previous, NOTHING, event.usage ?? NO_TOKENS, true);
          return add(previous, responseCost(event.usage, prices), event.usage, false);
        }
        case 'user-transcript-done': {
          if (event.usage === undefined) return previous;
          const transcription = transcriptionCost(event.usage, pricesOf(previous.model));
          return add(previous, { ...NOTHING, transcription: transcription ?? 0 }, NO_TOKENS, transcription === undefined);
        }
        default:
          return previous;
      }
    },
    view: (state) => state.cost,
  };
}

/** Cached tokens are part of the input tokens: they are billed at their own price, once. */
function responseCost(usage: TokenUsage, { perMillionTokens: price }: ModelPrices): CostByModality {
  const fresh = (input: number, cached: number): number => Math.max(0, input - cached);
  const million = 1_000_000;
  return {
    text:
      (fresh(usage.inputText, usage.cachedText) * price.inputText + usage.cachedText * price.cachedText + usage.outputText * price.outputText) /
      million,
    audio:
      (fresh(usage.inputAudio, usage.cachedAudio) * price.inputAudio +
        usage.cachedAudio * price.cachedAudio +
        usage.outputAudio * price.outputAudio) /
      million,
    image: (fresh(usage.inputImage, usage.cachedImage) * price.inputImage + usage.cachedImage * price.cachedImage) / million,
    transcription: 0,
  };
}

/** Undefined where no price is known. Transcription models that count tokens are billed apart and have no entry of their own yet. */
function transcriptionCost(usage: TranscriptionUsage, prices: ModelPrices | undefined): number | undefined {
  if (usage.kind === 'tokens' || prices?.transcriptionPerMinute === undefined) return undefined;
  return (usage.seconds / 60) * prices.transcriptionPerMinute;
}

function add({ model, cost }: CostState, by: CostByModality, tokens: TokenUsage, estimated: boolean): CostState {
  const delta = by.text + by.audio + by.image + by.transcription;
  return {
    model,
    cost: {
      currency: 'USD',
      total: cost.total + delta,
      delta,
      byModality: sum(cost.byModality, by),
      estimated: cost.estimated || estimated,
      tokens: sum(cost.tokens, tokens),
    },
  };
}

/** Adds two records of the same numeric fields. */
function sum<T extends { readonly [K in keyof T]: number }>(left: T, right: T): T {
  const total = { ...left };
  for (const key in right) total[key] = (left[key] + right[key]) as T[typeof key];
  return total;
}
