/** Detects within moments that the person speaks over the agent, and ignores the agent's own echo. */
export interface BargeInDetector {
  /**
   * Takes the mean power (full scale 1) of the microphone and of the agent's own voice over the latest {@link STEP_MS},
   * and returns whether the person speaks.
   */
  update(microphone: number, voice: number): boolean;
  reset(): void;
}

export const STEP_MS = 10;

/** Power of the residual echo behind the browser's canceller, relative to the voice that causes it: at most -20 dB... */
const ECHO = 0.01;
/** ...and only what is 6 dB louder than that counts as speech. */
const ECHO_MARGIN = 4;
/** Longest way from the audio graph through the air and back, with Bluetooth. The loudest voice of this time counts. */
const ECHO_TAIL_STEPS = 400 / STEP_MS;
/** Speech is 12 dB above the room's noise. */
const ABOVE_NOISE = 16;
/** Nobody speaks below -50 dB of full scale. */
const FAINTEST = 1e-5;
/** The noise estimate grows by 3 dB per second at most: slower than any word, faster than a fan that starts. */
const NOISE_GROWTH = 10 ** ((0.3 * STEP_MS) / 1000);
/** A click or a cough is over by then; a word is not. */
const ONSET_STEPS = 40 / STEP_MS;
/** Pauses between words belong to the speech. */
const HOLD_STEPS = 300 / STEP_MS;

export function createBargeInDetector(): BargeInDetector {
  const voices = new Float64Array(ECHO_TAIL_STEPS);
  let at = 0;
  let noise = FAINTEST;
  let loudFor = 0;
  let heldFor = 0;

  function loudestVoice(): number {
    let loudest = 0;
    for (let index = 0; index < voices.length; index += 1) loudest = Math.max(loudest, voices[index] ?? 0);
    return loudest;
  }

  return {
    update(microphone, voice) {
      voices[at] = voice;
      at = (at + 1) % voices.length;
      const echo = loudestVoice() * ECHO * ECHO_MARGIN;
      const threshold = Math.max(FAINTEST, noise * ABOVE_NOISE, echo);
      // The estimate drops with the quietest moments and grows only slowly.
      noise = Math.max(FAINTEST / ABOVE_NOISE, Math.min(microphone, noise * NOISE_GROWTH));

      // Speech has gaps: a soft step undoes a loud one.
      loudFor = microphone > threshold ? Math.min(ONSET_STEPS, loudFor + 1) : Math.max(0, loudFor - 1);
      if (loudFor === ONSET_STEPS) heldFor = HOLD_STEPS;
      else if (heldFor > 0) heldFor -= 1;
      return heldFor > 0;
    },
    reset() {
      voices.fill(0);
      loudFor = 0;
      heldFor = 0;
    },
  };
}
