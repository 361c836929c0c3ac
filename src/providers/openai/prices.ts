import type { ModelPrices, TokenPrices } from '../../spec/usage.js';

/**
 * US dollars, from the model pages under https://developers.openai.com/api/docs/models/, as of 2026-11-22. Transcription is
 * that of `gpt-transcribe`, which this provider asks for.
 */
const TRANSCRIPTION_PER_MINUTE = 0.0045;

const FULL: Omit<TokenPrices, 'outputText'> = {
  inputText: 4,
  cachedText: 0.4,
  inputAudio: 32,
  cachedAudio: 0.4,
  outputAudio: 64,
  inputImage: 5,
  cachedImage: 0.5,
};

const MINI: TokenPrices = {
  inputText: 0.6,
  cachedText: 0.06,
  outputText: 2.4,
  inputAudio: 10,
  cachedAudio: 0.3,
  outputAudio: 20,
  inputImage: 0.8,
  cachedImage: 0.08,
};

const FREE: TokenPrices = {
  inputText: 0,
  cachedText: 0,
  outputText: 0,
  inputAudio: 0,
  cachedAudio: 0,
  outputAudio: 0,
  inputImage: 0,
  cachedImage: 0,
};

const TABLE: Readonly<Record<string, TokenPrices>> = {
  'gpt-realtime-2.1': { ...FULL, outputText: 24 },
  'gpt-realtime-2': { ...FULL, outputText: 24 },
  'gpt-realtime-1.5': { ...FULL, outputText: 16 },
  'gpt-realtime': { ...FULL, outputText: 16 },
  'gpt-realtime-2.1-mini': MINI,
  'gpt-realtime-mini': MINI,
};

/** The relay's own agent costs nothing; its model names begin so. */
const LOCAL = /^local(-|$)/;

/** A dated snapshot (`gpt-realtime-2025-08-28`) costs what its model costs. */
const SNAPSHOT = /-\d{4}-\d{2}-\d{2}$/;

export function pricesOf(model: string | undefined): ModelPrices | undefined {
  if (model === undefined) return undefined;
  if (LOCAL.test(model)) return { perMillionTokens: FREE, transcriptionPerMinute: 0 };
  const name = model.replace(SNAPSHOT, '');
  const perMillionTokens = Object.hasOwn(TABLE, name) ? TABLE[name] : undefined;
  return perMillionTokens && { perMillionTokens, transcriptionPerMinute: TRANSCRIPTION_PER_MINUTE };
}
