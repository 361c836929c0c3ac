/** 16 kHz audio of one utterance, at most {@link MAX_UTTERANCE_SECONDS} long. */
export type RecognitionRequest = Float32Array<ArrayBuffer>;

/** In longer audio, the model starts to repeat itself. */
export const MAX_UTTERANCE_SECONDS = 25;

export interface Recognition {
  readonly text: string;
  /** Mean natural-log probability of the tokens, the end token included: above -0.1 is reliable, below -0.5 doubtful. */
  readonly confidence: number;
  readonly tokens: number;
}
