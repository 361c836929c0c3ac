/** Tokens by modality. Cached tokens are part of the input tokens, reasoning tokens part of the output text tokens. */
export interface TokenUsage {
  readonly inputText: number;
  readonly inputAudio: number;
  readonly inputImage: number;
  readonly cachedText: number;
  readonly cachedAudio: number;
  readonly cachedImage: number;
  readonly outputText: number;
  readonly outputAudio: number;
}

export const NO_TOKENS: TokenUsage = {
  inputText: 0,
  inputAudio: 0,
  inputImage: 0,
  cachedText: 0,
  cachedAudio: 0,
  cachedImage: 0,
  outputText: 0,
  outputAudio: 0,
};

/** US dollars per million tokens, by modality. */
export interface TokenPrices extends TokenUsage {}

/** How many tokens a service counts for audio and text; estimates usage where none is reported. */
export interface TokenRates {
  readonly inputAudioPerSecond: number;
  readonly outputAudioPerSecond: number;
  /** Of text, on average. */
  readonly charactersPerToken: number;
}

/** What a model costs, in US dollars. The parts add up; those that a service does not charge are absent. */
export interface ModelPrices {
  readonly perMillionTokens?: TokenPrices;
  /** Needed to estimate tokens that are not reported. */
  readonly tokenRates?: TokenRates;
  /** Per minute of audio that is transcribed apart from the model. */
  readonly transcriptionPerMinute?: number;
  /** Per minute of the person's audio that is sent. */
  readonly inputPerMinute?: number;
  /** Per minute of the agent's audio. */
  readonly outputPerMinute?: number;
  /** Per minute of the session, whoever speaks. */
  readonly sessionPerMinute?: number;
  /** Once for each session. */
  readonly perSession?: number;
  /** URL of the price list. */
  readonly source?: string;
  /** Date on which the price list was read, as `YYYY-MM-DD`. */
  readonly date?: string;
}

/** What a transcription of the person's speech was billed by. */
export type TranscriptionUsage =
  | { readonly kind: 'tokens'; readonly inputText: number; readonly inputAudio: number; readonly outputText: number }
  | { readonly kind: 'duration'; readonly seconds: number };
