/** Hears within moments that the person speaks over the agent, and not that the agent hears itself. */
export interface BargeInGate {
  /**
   * Takes the mean power (full scale 1) of the microphone and of the agent's own voice over the latest {@link STEP_MS},
   * and says whether the person speaks.
   */
  step(microphone: number, voice: number): boolean;
  reset(): void;
}

export const STEP_MS = 10;

/** Residual echo behind the browser's canceller is at most so loud against the voice that causes it, as powers: -20 dB... */
const ECHO = 0.01;
/** ...and is mistaken for speech only when it is so much louder than that: 6 dB. */
const ECHO_MARGIN = 4;
/** From the audio graph through the air and back: Bluetooth takes this long. The loudest voice of this time counts. */
const ECHO_TAIL_STEPS = 400 / STEP_MS;
/** Speech stands out of the room's noise by 12 dB. */
const ABOVE_NOISE = 16;
/** Nobody speaks below -50 dB of full scale. */
const FAINTEST = 1e-5;
/** The noise is thought to grow 3 dB in a second at most: slower than any word, faster than a fan that starts. */
const NOISE_GROWTH = 10 ** ((0.3 * STEP_MS) / 1000);
/** A click or a cough is over by then; a word is not. */
const ONSET_STEPS = 40 / STEP_MS;
/** Between words the person still speaks. */
const HOLD_STEPS = 300 / STEP_MS;

export function createBargeInGate(): BargeInGate {
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
    step(microphone, voice) {
      voices[at] = voice;
      at = (at + 1) % voices.length;
      const echo = loudestVoice() * ECHO * ECHO_MARGIN;
      const threshold = Math.max(FAINTEST, noise * ABOVE_NOISE, echo);
      // The quietest moments tell the noise; it follows what grows only slowly.
      noise = Math.max(FAINTEST / ABOVE_NOISE, Math.min(microphone, noise * NOISE_GROWTH));

      // Speech has holes: a soft step takes back what a loud one gave.
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
