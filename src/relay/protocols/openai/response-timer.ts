import type { Clock } from '../../../lib/clock.js';

/**
 * Measures how long people wait for an answer, by what the service says. It is a class because it is asked for every frame of an
 * answer: a literal with a getter has a shape of its own, which takes longer to look up than the rest of the frame's account.
 */
export class ResponseTimer {
  readonly #clock: Clock;
  #askedAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An event of the service that is no piece of a stream. */
  note(type: unknown): void {
    if (type === 'input_audio_buffer.speech_stopped') this.#askedAt = this.#clock.now();
    if (type === 'response.created') this.#askedAt ??= this.#clock.now();
    if (type === 'response.done' || type === 'input_audio_buffer.speech_started') this.#askedAt = undefined;
  }

  get running(): boolean {
    return this.#askedAt !== undefined;
  }

  /** The answer begins: the seconds since the person's turn ended, or since the response was created where nobody spoke. */
  stop(): number {
    const now = this.#clock.now();
    const seconds = (now - (this.#askedAt ?? now)) / 1000;
    this.#askedAt = undefined;
    return seconds;
  }
}
