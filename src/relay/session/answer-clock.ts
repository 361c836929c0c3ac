import type { Clock } from '../../lib/clock.js';

/** Measures how long people wait for an answer, by what the service says. */
export interface AnswerClock {
  /** An event of the service that is no piece of a stream. */
  note(type: unknown): void;
  readonly running: boolean;
  /** The answer begins: the seconds since the person's turn ended, or since the response was created where nobody spoke. */
  stop(): number;
}

export function createAnswerClock(clock: Clock): AnswerClock {
  let askedAt: number | undefined;
  return {
    note(type) {
      if (type === 'input_audio_buffer.speech_stopped') askedAt = clock.now();
      if (type === 'response.created') askedAt ??= clock.now();
      if (type === 'response.done' || type === 'input_audio_buffer.speech_started') askedAt = undefined;
    },
    get running() {
      return askedAt !== undefined;
    },
    stop() {
      const seconds = (clock.now() - (askedAt ?? clock.now())) / 1000;
      askedAt = undefined;
      return seconds;
    },
  };
}
