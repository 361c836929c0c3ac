/** Hertz. What every engine of this agent was trained on or speaks in. */
export const ENGINE_SAMPLE_RATE = 16_000;

/** Samples that one probability of speech stands for: 32 ms. */
export const FRAME_SAMPLES = 512;

export type HearingRequest =
  /** Whole frames of 16 kHz sound; the answer has one probability for each. */
  | { readonly type: 'sound'; readonly stream: number; readonly samples: Float32Array<ArrayBuffer> }
  /** Nothing more comes for this stream. */
  | { readonly type: 'end'; readonly stream: number };
