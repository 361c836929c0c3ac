import { NO_TOKENS, type ModelPrices, type TokenPrices, type TokenRates } from '../../spec/usage.js';

/** Model pages under this address give the prices in US dollars. */
const SOURCE = 'https://developers.openai.com/api/docs/models/';
const DATE = '2026-11-22';

/** Of `gpt-transcribe`, which this provider asks for. */
const TRANSCRIPTION_PER_MINUTE = 0.0045;

/** A token is 100 ms of the person's audio and 50 ms of the agent's: https://developers.openai.com/api/docs/guides/realtime-costs */
const TOKEN_RATES: TokenRates = { inputAudioPerSecond: 10, outputAudioPerSecond: 20, charactersPerToken: 4 };

/** One row of the table: dollars per million tokens that go in, go in from the cache, and come out. */
function row(
  [inputText, cachedText, outputText]: Row,
  [inputAudio, cachedAudio, outputAudio]: Row,
  [inputImage, cachedImage]: readonly [number, number],
): TokenPrices {
  return { inputText, cachedText, outputText, inputAudio, cachedAudio, outputAudio, inputImage, cachedImage };
}

type Row = readonly [input: number, cached: number, output: number];

const TWO = row([4, 0.4, 24], [32, 0.4, 64], [5, 0.5]);
const ONE = row([4, 0.4, 16], [32, 0.4, 64], [5, 0.5]);
const MINI = row([0.6, 0.06, 2.4], [10, 0.3, 20], [0.8, 0.08]);

const TABLE: Readonly<Record<string, TokenPrices>> = {
  'gpt-realtime-2.1': TWO,
  'gpt-realtime-2': TWO,
  'gpt-realtime-1.5': ONE,
  'gpt-realtime': ONE,
  'gpt-realtime-2.1-mini': MINI,
  'gpt-realtime-mini': MINI,
};

/** The relay's own agent costs nothing; its model names begin so. */
const LOCAL = /^local(-|$)/;

/** A dated snapshot (`gpt-realtime-2025-08-28`) costs what its model costs. */
const SNAPSHOT = /-\d{4}-\d{2}-\d{2}$/;

export function pricesOf(model: string | undefined): ModelPrices | undefined {
  if (model === undefined) return undefined;
  if (LOCAL.test(model)) return { perMillionTokens: NO_TOKENS, tokenRates: TOKEN_RATES, transcriptionPerMinute: 0 };
  const name = model.replace(SNAPSHOT, '');
  const perMillionTokens = Object.hasOwn(TABLE, name) ? TABLE[name] : undefined;
  if (perMillionTokens === undefined) return undefined;
  return {
    perMillionTokens,
    tokenRates: TOKEN_RATES,
    transcriptionPerMinute: TRANSCRIPTION_PER_MINUTE,
    source: SOURCE,
    date: DATE,
  };
}
