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

/** What a model costs. The source and the date of a table stand beside the table. */
export interface ModelPrices {
  readonly perMillionTokens: TokenPrices;
  /** US dollars per minute of audio that is transcribed apart from the model. */
  readonly transcriptionPerMinute?: number;
}

/** What a transcription of the person's speech was billed by. */
export type TranscriptionUsage =
  | { readonly kind: 'tokens'; readonly inputText: number; readonly inputAudio: number; readonly outputText: number }
  | { readonly kind: 'duration'; readonly seconds: number };
