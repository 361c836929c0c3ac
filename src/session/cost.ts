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
      (fresh(usage.inputText, usage.cachedText) * price.inputText +
        usage.cachedText * price.cachedText +
        usage.outputText * price.outputText) /
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

/** Undefined where no price is known: the prices are per minute, so tokens can only be priced where it is free. */
function transcriptionCost(usage: TranscriptionUsage, prices: ModelPrices | undefined): number | undefined {
  const perMinute = prices?.transcriptionPerMinute;
  if (usage.kind === 'tokens') return perMinute === 0 ? 0 : undefined;
  return perMinute === undefined ? undefined : (usage.seconds / 60) * perMinute;
}

function add({ model, cost }: CostState, by: CostByModality, tokens: TokenUsage, estimated: boolean): CostState {
  const delta = by.text + by.audio + by.image + by.transcription;
  return {
    model,
    cost: {
      currency: 'USD',
      total: cost.total + delta,
      delta,
      byModality: {
        text: cost.byModality.text + by.text,
        audio: cost.byModality.audio + by.audio,
        image: cost.byModality.image + by.image,
        transcription: cost.byModality.transcription + by.transcription,
      },
      estimated: cost.estimated || estimated,
      tokens: sumTokens(cost.tokens, tokens),
    },
  };
}

function sumTokens(left: TokenUsage, right: TokenUsage): TokenUsage {
  return {
    inputText: left.inputText + right.inputText,
    inputAudio: left.inputAudio + right.inputAudio,
    inputImage: left.inputImage + right.inputImage,
    cachedText: left.cachedText + right.cachedText,
    cachedAudio: left.cachedAudio + right.cachedAudio,
    cachedImage: left.cachedImage + right.cachedImage,
    outputText: left.outputText + right.outputText,
    outputAudio: left.outputAudio + right.outputAudio,
  };
}
