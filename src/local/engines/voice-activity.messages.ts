/** Hertz. The sample rate of the audio that the engines analyse. */
export const ENGINE_SAMPLE_RATE = 16_000;

/** Samples per speech probability: 32 ms. */
export const FRAME_SAMPLES = 512;

export type VoiceActivityRequest =
  /** Whole frames of 16 kHz audio; the result has one probability for each. */
  | { readonly type: 'audio'; readonly stream: number; readonly samples: Float32Array<ArrayBuffer> }
  /** The stream ends. */
  | { readonly type: 'end'; readonly stream: number };
