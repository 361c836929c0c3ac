/** Milliseconds that one probability stands for. */
export const FRAME_MS = 32;

/** Speech must last this many frames: a click or a cough is no turn. */
const ONSET_FRAMES = 3;
/** How far the probability must fall below the threshold to count as silence; between the two nothing changes. */
const HYSTERESIS = 0.15;

export type HeardFrame =
  | { readonly type: 'nothing' }
  /** Speech began; the frames it took to be sure are behind us. */
  | { readonly type: 'started'; readonly frames: number }
  | { readonly type: 'speaking' }
  | { readonly type: 'pausing'; readonly silenceMs: number }
  /** Speech again, after a pause that was not long enough to end the turn. */
  | { readonly type: 'resumed' };

export interface TurnDetector {
  readonly speaking: boolean;
  hear(probability: number, threshold: number): HeardFrame;
  /** Whoever listens decided that the turn is over, or is not wanted. */
  reset(): void;
}

/** Makes turns out of speech probabilities. It knows when speech pauses; how long a pause ends a turn is not its affair. */
export function createTurnDetector(): TurnDetector {
  let onset = 0;
  let silence = 0;
  let speaking = false;

  const hearSilence = (quiet: boolean): HeardFrame => {
    if (quiet || silence > 0) silence += 1;
    return silence === 0 ? { type: 'speaking' } : { type: 'pausing', silenceMs: silence * FRAME_MS };
  };

  return {
    get speaking() {
      return speaking;
    },
    hear(probability, threshold) {
      const loud = probability >= threshold;
      const quiet = probability < Math.max(threshold - HYSTERESIS, threshold / 2);
      if (speaking) {
        if (!loud) return hearSilence(quiet);
        const paused = silence > 0;
        silence = 0;
        return { type: paused ? 'resumed' : 'speaking' };
      }
      if (loud) onset += 1;
      else if (quiet) onset = 0;
      if (onset < ONSET_FRAMES) return { type: 'nothing' };
      speaking = true;
      silence = 0;
      onset = 0;
      return { type: 'started', frames: ONSET_FRAMES };
    },
    reset() {
      onset = 0;
      silence = 0;
      speaking = false;
    },
  };
}
