import type { Engines } from '../../src/local/engines/engines.js';
import { FRAME_SAMPLES } from '../../src/local/engines/hearing.messages.js';

/** Milliseconds of sound that a letter takes. */
export const LETTER_MS = 50;
const BYTES_PER_MS = 48;

export interface ScriptedEngines extends Engines {
  /** Lengths in samples (16 kHz) of what was to be recognised, in order; given up ones too. */
  readonly recognised: readonly number[];
  /** What is understood next. */
  text: string;
}

/** Engines without a model: loud is speech, what is said is written in the script, and speech is silence of its length. */
export function createScriptedEngines(): ScriptedEngines {
  const recognised: number[] = [];
  const engines: ScriptedEngines = {
    text: 'Hello.',
    recognised,
    recognitionIsIdle: false,
    openEar: () => ({
      async probabilities(samples) {
        const frames = samples.length / FRAME_SAMPLES;
        return Float32Array.from({ length: frames }, (_, frame) => {
          const part = samples.subarray(frame * FRAME_SAMPLES, (frame + 1) * FRAME_SAMPLES);
          return part.some((sample) => Math.abs(sample) > 0.1) ? 0.95 : 0.02;
        });
      },
    }),
    async recognise(samples) {
      recognised.push(samples.length);
      return { text: engines.text, confidence: -0.05, tokens: 3 };
    },
    async speak({ text, speed }) {
      return new Uint8Array(Math.round((text.length * LETTER_MS) / speed) * BYTES_PER_MS);
    },
  };
  return engines;
}
