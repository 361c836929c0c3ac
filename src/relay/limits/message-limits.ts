import type { Clock } from '../../lib/clock.js';
import { Bucket } from './bucket.js';

/** PCM16 at 24 kHz as Base64: the fastest format that pages speak. */
const LETTERS_PER_SECOND = 64_000;

/** Speech may come at twice its own speed, after ten seconds of it at once: what a network hiccup held back. */
const SPEECH = { capacity: 10 * LETTERS_PER_SECOND, perSecond: 2 * LETTERS_PER_SECOND };
/** Chunks of 5 ms at real time; smaller ones only cost everybody time. */
const CHUNKS = { capacity: 1_000, perSecond: 200 };
/** Everything that is not speech: several times what a lively page sends. */
const EVENTS = { capacity: 100, perSecond: 20 };
/** How many seconds of its bytes a page may send at once: a few pictures, a long context. */
const BURST_SECONDS = 32;

/** Limits that end a conversation; speech is only slowed down. */
export type ReachedLimit = 'events' | 'event-bytes';

/** Whether a page sends more than any conversation needs. */
export class MessageLimits {
  readonly #clock: Clock;
  readonly #speech: Bucket;
  readonly #chunks: Bucket;
  readonly #events: Bucket;
  readonly #eventBytes: Bucket;

  constructor(clock: Clock, eventBytesPerSecond: number) {
    this.#clock = clock;
    this.#speech = new Bucket(SPEECH, clock);
    this.#chunks = new Bucket(CHUNKS, clock);
    this.#events = new Bucket(EVENTS, clock);
    this.#eventBytes = new Bucket({ capacity: BURST_SECONDS * eventBytesPerSecond, perSecond: eventBytesPerSecond }, clock);
  }

  /** Milliseconds after which the next chunk is welcome: speech is slowed down, never lost. */
  takeSpeech(letters: number): number {
    const now = this.#clock.now();
    return Math.max(this.#speech.take(letters, now), this.#chunks.take(1, now));
  }

  /** The limit of which a page has no more for an event of so many bytes, its speech not counted; `null` where all is well. */
  takeEvent(bytes: number): ReachedLimit | null {
    return this.#events.take(1) === 0 ? this.takeWrapping(bytes) : 'events';
  }

  /** The same for a chunk of speech with so many bytes around it. */
  takeWrapping(bytes: number): ReachedLimit | null {
    return this.#eventBytes.take(bytes) === 0 ? null : 'event-bytes';
  }
}
