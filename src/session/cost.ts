import type { Cost, CostByModality } from '../spec/snapshot.js';
import { NO_TOKENS, type ModelPrices, type TokenPrices, type TokenUsage, type TranscriptionUsage } from '../spec/usage.js';
import type { DecodedEvent, VoiceEvent } from '../spec/voice-event.js';
import { addSpoken, estimateUsage, NOTHING_SPOKEN, type SpokenAmounts } from './estimated-usage.js';
import type { Fold } from './fold.js';

export type PricesOf = (model: string | undefined) => ModelPrices | undefined;

/** What the fold reads of a log entry. A relay folds what its codec decodes, which needs no ids. */
interface CostEntry {
  readonly at: number;
  readonly event: VoiceEvent | DecodedEvent;
}

export interface CostState {
  readonly model: string | undefined;
  /** For a response that comes without usage figures. */
  readonly spoken: SpokenAmounts;
  /** Until when the session's time has been charged; `undefined` while no session is open. */
  readonly chargedUntil: number | undefined;
  readonly cost: Cost;
}

/** Time is charged in steps of at least so many milliseconds, so that the cost does not change with every entry. */
const CHARGED_MS = 1000;

const NOTHING: CostByModality = { text: 0, audio: 0, image: 0, transcription: 0 };

/**
 * Adds up what the service reports and what its prices charge by time. Every response is billed for the whole context again, so
 * the sum over the responses is the cost. `estimated` turns true for good where usage is incomplete, where it is missing and
 * estimated by the lengths of what was said, where time is charged by our own clock, or where a price is not known and nothing
 * is added.
 */
export function createCostFold(pricesOf: PricesOf): Fold<CostState, Cost, CostEntry> {
  return {
    initial: {
      model: undefined,
      spoken: NOTHING_SPOKEN,
      chargedUntil: undefined,
      cost: { currency: 'USD', total: 0, delta: 0, byModality: NOTHING, estimated: false, tokens: NO_TOKENS },
    },
    next(before, entry) {
      const spoken = addSpoken(before.spoken, entry);
      const previous = spoken === before.spoken ? before : { ...before, spoken };
      // Looked up only for what is charged: most entries cost nothing.
      const prices = (): ModelPrices | undefined => pricesOf(previous.model);
      return chargeEvent(chargeTime(previous, entry, prices), entry, prices, before.spoken);
    },
    view: (state) => state.cost,
  };
}

/** What the conversation costs at `now`, with the time since the latest entry. */
export function costAt({ cost, chargedUntil }: CostState, now: number, prices: ModelPrices | undefined): number {
  if (chargedUntil === undefined) return cost.total;
  return cost.total + timeCost(now - chargedUntil, prices);
}

/** The microphone is open as long as the session is, so its audio is charged by the same clock. */
function timeCost(ms: number, prices: ModelPrices | undefined): number {
  return (Math.max(0, ms) / 60_000) * ((prices?.sessionPerMinute ?? 0) + (prices?.inputPerMinute ?? 0));
}

function chargeEvent(
  state: CostState,
  { event }: CostEntry,
  prices: () => ModelPrices | undefined,
  spokenBefore: SpokenAmounts,
): CostState {
  switch (event.type) {
    case 'start':
      return event.config.model === undefined ? state : { ...state, model: event.config.model };
    case 'session-created':
    case 'session-ready':
      return event.model === undefined ? state : { ...state, model: event.model };
    case 'response-done':
    case 'usage-reported':
      return chargeTokens(state, event.usage, event.usageEstimated, prices(), spokenBefore);
    case 'agent-audio': {
      const perMinute = prices()?.outputPerMinute;
      if (!perMinute) return state;
      return add(state, { ...NOTHING, audio: (event.durationMs / 60_000) * perMinute }, NO_TOKENS, true);
    }
    case 'user-transcript-done': {
      if (event.usage === undefined) return state;
      const transcription = transcriptionCost(event.usage, prices());
      return add(state, { ...NOTHING, transcription: transcription ?? 0 }, NO_TOKENS, transcription === undefined);
    }
    default:
      return state;
  }
}

/** What is charged as time passes: the session, and the person's audio while it flows. */
function chargeTime(state: CostState, { at, event }: CostEntry, prices: () => ModelPrices | undefined): CostState {
  if (event.type === 'session-ready' && state.chargedUntil === undefined) {
    const opened: CostState = { ...state, chargedUntil: at };
    const perSession = prices()?.perSession;
    return perSession ? add(opened, { ...NOTHING, audio: perSession }, NO_TOKENS, true) : opened;
  }
  if (state.chargedUntil === undefined) return state;
  const ended = event.type === 'ended';
  if (at - state.chargedUntil < CHARGED_MS && !ended) return state;
  const dollars = timeCost(at - state.chargedUntil, prices());
  const next = { ...state, chargedUntil: ended ? undefined : at };
  return dollars === 0 ? next : add(next, { ...NOTHING, audio: dollars }, NO_TOKENS, true);
}

function chargeTokens(
  state: CostState,
  reported: TokenUsage | undefined,
  incomplete: boolean | undefined,
  prices: ModelPrices | undefined,
  spoken: SpokenAmounts,
): CostState {
  const perMillion = prices?.perMillionTokens;
  // A service that charges by time alone has no tokens to estimate.
  if (prices !== undefined && perMillion === undefined && reported === undefined) return state;
  const rates = prices?.tokenRates;
  const usage = reported ?? (rates === undefined ? NO_TOKENS : estimateUsage(spoken, rates));
  return add(state, perMillion ? tokenCost(usage, perMillion) : NOTHING, usage, !reported || incomplete === true || !perMillion);
}

/** Cached tokens are part of the input tokens: they are billed at their own price, once. */
function tokenCost(usage: TokenUsage, price: TokenPrices): CostByModality {
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

function add(state: CostState, by: CostByModality, tokens: TokenUsage, estimated: boolean): CostState {
  const { cost } = state;
  const delta = by.text + by.audio + by.image + by.transcription;
  return {
    ...state,
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
