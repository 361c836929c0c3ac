/** Voices of Flite, all of them US English. */
export const VOICES = ['rms', 'slt', 'awb', 'kal16'] as const;

export type Voice = (typeof VOICES)[number];

export interface SynthesisRequest {
  readonly text: string;
  readonly voice: Voice;
  /** 1 is the voice's own pace, 2 is twice as fast. */
  readonly speed: number;
}
