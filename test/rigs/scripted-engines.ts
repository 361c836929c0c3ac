import type { Engines } from '../../src/local/engines/engines.js';
import { FRAME_SAMPLES } from '../../src/local/engines/voice-activity.messages.js';

/** Milliseconds of audio per letter. */
export const LETTER_MS = 50;
const BYTES_PER_MS = 48;

export interface ScriptedEngines extends Engines {
  /** The lengths of all recognised utterances in samples at 16 kHz, cancelled ones included. */
  readonly recognised: readonly number[];
  /** The text of the next recognition. */
  text: string;
  /** Its mean log probability. */
  confidence: number;
}

/** Engines without models: loud audio is speech, its text is given by the test, and synthesised speech is silence. */
export function createScriptedEngines(): ScriptedEngines {
  const recognised: number[] = [];
  const engines: ScriptedEngines = {
    text: 'Hello.',
    confidence: -0.05,
    recognised,
    recognitionIsIdle: false,
    openVoiceActivity: () => ({
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
      return { text: engines.text, confidence: engines.confidence, tokens: 3 };
    },
    async synthesise({ text, speed }) {
      return new Uint8Array(Math.round((text.length * LETTER_MS) / speed) * BYTES_PER_MS);
    },
  };
  return engines;
}
