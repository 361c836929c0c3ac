import type { Recognition } from '../engines/recognition.messages.js';

/** When a turn of the user begins and ends. */
export type TurnDetection =
  | {
      readonly type: 'silence';
      /** Probability from which a frame counts as speech, 0 to 1. */
      readonly threshold: number;
      /** Audio before the detected speech that belongs to the turn. */
      readonly prefixMs: number;
      /** Silence that ends the turn. */
      readonly silenceMs: number;
    }
  /** The silence that ends the turn depends on whether the words so far are a sentence. */
  | { readonly type: 'semantic'; readonly eagerness: keyof typeof SEMANTIC_SILENCE_MS };

/** Milliseconds per probability. */
export const FRAME_MS = 32;

/** Speech must last this many frames, so that a click or a cough is no turn. */
const ONSET_FRAMES = 3;
/** How far the probability must fall below the threshold to count as silence; in between, nothing changes. */
const HYSTERESIS = 0.15;

export type DetectedFrame =
  | { readonly type: 'silence' }
  /** Speech began, `frames` frames ago. */
  | { readonly type: 'started'; readonly frames: number }
  | { readonly type: 'speaking' }
  | { readonly type: 'pausing'; readonly silenceMs: number }
  /** Speech after a pause that did not end the turn. */
  | { readonly type: 'resumed' };

export interface TurnDetector {
  readonly speaking: boolean;
  process(probability: number, threshold: number): DetectedFrame;
  /** The turn is over or discarded. */
  reset(): void;
}

/** Derives speech and pauses from speech probabilities. The caller decides which pause ends the turn. */
export function createTurnDetector(): TurnDetector {
  let onset = 0;
  let silence = 0;
  let speaking = false;

  const processPause = (quiet: boolean): DetectedFrame => {
    if (quiet || silence > 0) silence += 1;
    return silence === 0 ? { type: 'speaking' } : { type: 'pausing', silenceMs: silence * FRAME_MS };
  };

  return {
    get speaking() {
      return speaking;
    },
    process(probability, threshold) {
      const loud = probability >= threshold;
      const quiet = probability < Math.max(threshold - HYSTERESIS, threshold / 2);
      if (speaking) {
        if (!loud) return processPause(quiet);
        const paused = silence > 0;
        silence = 0;
        return { type: paused ? 'resumed' : 'speaking' };
      }
      if (loud) onset += 1;
      else if (quiet) onset = 0;
      if (onset < ONSET_FRAMES) return { type: 'silence' };
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

/** Silence that ends a turn when the words so far are surely a sentence, and when they are not. */
const SEMANTIC_SILENCE_MS = {
  low: { complete: 600, otherwise: 1200 },
  medium: { complete: 300, otherwise: 650 },
  high: { complete: 200, otherwise: 450 },
} as const;

/** Below this mean log probability the full stop at the end of a recognised text means little. */
const SURE = -0.35;

/** The silence that ends the turn, given what was recognised so far. */
export function endpointingSilenceMs(detection: TurnDetection, recognition: Recognition | undefined): number {
  if (detection.type === 'silence') return detection.silenceMs;
  const silence = SEMANTIC_SILENCE_MS[detection.eagerness];
  const complete = recognition !== undefined && recognition.confidence > SURE && /[.?!]$/.test(recognition.text);
  return complete ? silence.complete : silence.otherwise;
}
