import type { Clock } from '../../lib/clock.js';
import { createBucket } from './bucket.js';

/** PCM16 at 24 kHz as Base64: the fastest format that pages speak. */
const LETTERS_PER_SECOND = 64_000;

/** Speech may come at twice its own speed, after ten seconds of it at once: what a network hiccup held back. */
const SPEECH = { capacity: 10 * LETTERS_PER_SECOND, perSecond: 2 * LETTERS_PER_SECOND };
/** Chunks of 5 ms at real time; smaller ones only cost everybody time. */
const CHUNKS = { capacity: 1_000, perSecond: 200 };
/** Everything that is not speech: several times what a lively page sends. */
const EVENTS = { capacity: 100, perSecond: 20 };

/** Whether a page sends more than any conversation needs. */
export interface MessageLimits {
  /** Milliseconds after which the next chunk is welcome: speech is slowed down, never lost. */
  takeSpeech(letters: number): number;
  /** False where the page sends events faster than any page has reason to. */
  takeEvent(): boolean;
}

export function createMessageLimits(clock: Clock): MessageLimits {
  const speech = createBucket(SPEECH, clock);
  const chunks = createBucket(CHUNKS, clock);
  const events = createBucket(EVENTS, clock);
  return {
    takeSpeech: (letters) => Math.max(speech.take(letters), chunks.take(1)),
    takeEvent: () => events.take(1) === 0,
  };
}
