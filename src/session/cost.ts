import type { Cost, CostByModality } from '../spec/snapshot.js';
import { NO_TOKENS, type ModelPrices, type TokenUsage, type TranscriptionUsage } from '../spec/usage.js';
import type { Fold } from './fold.js';
import { guessUsage, NOTHING_USED, type GuessedUsage } from './guessed-usage.js';

export type PricesOf = (model: string | undefined) => ModelPrices | undefined;

export interface CostState {
  readonly model: string | undefined;
  /** For a response that comes without usage figures. */
  readonly guessed: GuessedUsage;
  readonly cost: Cost;
}

const NOTHING: CostByModality = { text: 0, audio: 0, image: 0, transcription: 0 };

/**
 * Adds up what the provider says it counted. Every response is billed for the whole context again, so the sum over the
 * responses is the cost. `estimated` turns true for good where usage is incomplete, where it is missing and guessed by the
 * lengths of what was said, or where a price is not known and nothing is added.
 */
export function createCostFold(pricesOf: PricesOf): Fold<CostState, Cost> {
  return {
    initial: {
      model: undefined,
      guessed: NOTHING_USED,
      cost: { currency: 'USD', total: 0, delta: 0, byModality: NOTHING, estimated: false, tokens: NO_TOKENS },
    },
    next(before, entry) {
      const guessed = guessUsage(before.guessed, entry);
      const previous = guessed === before.guessed ? before : { ...before, guessed };
      const { event } = entry;
      switch (event.type) {
        case 'start':
          return event.config.model === undefined ? previous : { ...previous, model: event.config.model };
        case 'session-created':
        case 'session-ready':
          return event.model === undefined ? previous : { ...previous, model: event.model };
        case 'response-done': {
          const prices = pricesOf(previous.model);
          const usage = event.usage ?? before.guessed;
          const estimated = !event.usage || event.usageEstimated === true || !prices;
          return add(previous, prices ? responseCost(usage, prices) : NOTHING, usage, estimated);
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
  const dollars = (all: number, cached: number, perMillion: number, perMillionCached: number): number =>
    (Math.max(0, all - cached) * perMillion + cached * perMillionCached) / 1_000_000;
  return {
    text:
      dollars(usage.inputText, usage.cachedText, price.inputText, price.cachedText) +
      dollars(usage.outputText, 0, price.outputText, 0),
    audio:
      dollars(usage.inputAudio, usage.cachedAudio, price.inputAudio, price.cachedAudio) +
      dollars(usage.outputAudio, 0, price.outputAudio, 0),
    image: dollars(usage.inputImage, usage.cachedImage, price.inputImage, price.cachedImage),
    transcription: 0,
  };
}

/** Undefined where no price is known: the prices are per minute, so tokens can only be priced where it is free. */
function transcriptionCost(usage: TranscriptionUsage, prices: ModelPrices | undefined): number | undefined {
  const perMinute = prices?.transcriptionPerMinute;
  if (usage.kind === 'tokens') return perMinute === 0 ? 0 : undefined;
  return perMinute === undefined ? undefined : (usage.seconds / 60) * perMinute;
}

function add({ cost, ...rest }: CostState, by: CostByModality, tokens: TokenUsage, estimated: boolean): CostState {
  const delta = by.text + by.audio + by.image + by.transcription;
  return {
    ...rest,
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

/** Field by field. */
function sum<Name extends string>(
  left: Readonly<Record<Name, number>>,
  right: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const total: Record<Name, number> = { ...left };
  for (const name in total) total[name] += right[name];
  return total;
}
