import { abortable } from '../../lib/abortable.js';
import { after } from '../../lib/timer.js';
import type { Engines } from '../engines/engines.js';
import type { Voice } from '../engines/synthesis.messages.js';
import { WIRE_SAMPLE_RATE } from './session-state.js';

export interface Speech {
  /** The sound of one sentence, 24 kHz PCM16. */
  speak(text: string): Promise<Uint8Array>;
}

/** An answer is made only so far ahead of its playback, so that an interruption saves the rest of the work. */
const LEAD_MS = 4000;
const BYTES_PER_MS = (WIRE_SAMPLE_RATE * 2) / 1000;

/** Speaks an answer sentence by sentence, faster than it can be heard, but not endlessly so. */
export function createSpeech(
  voiceBox: Pick<Engines, 'speak'>,
  { voice, speed }: { readonly voice: Voice; readonly speed: number },
  signal: AbortSignal,
): Speech {
  let beganAt: number | undefined;
  let spokenMs = 0;

  return {
    async speak(text) {
      const sound = await voiceBox.speak({ text, voice, speed }, signal);
      beganAt ??= performance.now();
      const leadMs = spokenMs - (performance.now() - beganAt);
      if (leadMs > LEAD_MS) await pause(leadMs - LEAD_MS, signal);
      spokenMs += sound.length / BYTES_PER_MS;
      return sound;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return abortable(new Promise<void>((resolve) => after(ms, resolve, signal)), signal);
}
