/** The voices of Flite that this agent offers, all of them English as spoken in the United States. */
export const VOICES = ['rms', 'slt', 'awb', 'kal16'] as const;

export type Voice = (typeof VOICES)[number];

export interface SynthesisRequest {
  readonly text: string;
  readonly voice: Voice;
  /** 1 is the voice's own pace, 2 twice as fast. */
  readonly speed: number;
}
