import type { Clock } from '../../lib/clock.js';
import { Bucket } from './bucket.js';

/** Seconds of speech that may be sent at once, for instance after a network hiccup. */
const SPEECH_BURST_SECONDS = 10;
/** Speech may arrive this many times faster than it is spoken. */
const SPEECH_RATE = 2;
/** Chunks of 5 ms in real time; smaller ones only cost processor time. */
const CHUNKS = { capacity: 1_000, perSecond: 200 };
/** Messages other than speech: several times what a lively page sends. */
const EVENTS = { capacity: 100, perSecond: 20 };
/** Seconds' worth of event bytes that may be sent at once: a few images, a long context. */
const EVENT_BURST_SECONDS = 32;

export interface MessageLimitsOptions {
  /** What one second of speech takes. */
  readonly audioBytesPerSecond: number;
  /** What a client may send besides speech. */
  readonly eventBytesPerSecond: number;
}

/** A limit that ends the conversation. Speech that is too fast is only slowed down. */
export type ReachedLimit = 'events' | 'event-bytes';

/** Whether a client sends more than any conversation needs. */
export class MessageLimits {
  readonly #clock: Clock;
  readonly #speech: Bucket;
  readonly #chunks: Bucket;
  readonly #events: Bucket;
  readonly #eventBytes: Bucket;

  constructor(clock: Clock, { audioBytesPerSecond: audio, eventBytesPerSecond: event }: MessageLimitsOptions) {
    this.#clock = clock;
    this.#speech = new Bucket({ capacity: SPEECH_BURST_SECONDS * audio, perSecond: SPEECH_RATE * audio }, clock);
    this.#chunks = new Bucket(CHUNKS, clock);
    this.#events = new Bucket(EVENTS, clock);
    this.#eventBytes = new Bucket({ capacity: EVENT_BURST_SECONDS * event, perSecond: event }, clock);
  }

  /** Milliseconds to wait before the next chunk is read. */
  takeSpeech(bytes: number): number {
    const now = this.#clock.now();
    return Math.max(this.#speech.take(bytes, now), this.#chunks.take(1, now));
  }

  /** The limit that a message of so many bytes exceeds, not counting the speech in it; `null` for none. */
  takeEvent(bytes: number): ReachedLimit | null {
    return this.#events.take(1) === 0 ? this.takeBytes(bytes) : 'events';
  }

  /** The same for the bytes around a chunk of speech, which is not counted as an event. */
  takeBytes(bytes: number): ReachedLimit | null {
    return this.#eventBytes.take(bytes) === 0 ? null : 'event-bytes';
  }
}
