import { createChild } from '../../lib/child-signal.js';
import type { Engines } from '../engines/engines.js';
import { ENGINE_SAMPLE_RATE } from '../engines/hearing.messages.js';
import type { Recognition } from '../engines/recognition.messages.js';
import type { Urgency } from '../engines/start-engine.js';
import { createAgreedWords } from './agreed-words.js';
import type { SoundBuffer } from './sound-buffer.js';

/** One turn of the person, as it is committed. */
export interface Utterance {
  readonly itemId: string;
  readonly durationMs: number;
  /** Rejects only when the conversation ends or an engine breaks. */
  readonly recognition: Promise<Recognition>;
  /** What of the final text was not given out as words before. */
  remainder(text: string): string;
}

/** What is understood of a turn that is still under way. Positions count samples since the conversation began. */
export interface TurnRecognition {
  readonly itemId: string;
  readonly start: number;
  /** The result of the speculation, once it is there. */
  readonly understood: Recognition | undefined;
  /** The person spoke up to `heard` and speaks on: tells what can already be told, if nobody else needs the engine. */
  followSpeech(heard: number): void;
  /** The turn may be over: starts to recognise it for good, once. */
  speculate(heard: number): void;
  /** It was not over. */
  giveUpSpeculation(): void;
  commit(end: number): Utterance;
  drop(): void;
}

export interface TurnTellers {
  /** Words that are never taken back. */
  words(itemId: string, delta: string): void;
  /** If the turn ends now, this is what was said. */
  expected(text: string): void;
}

/** Sound between two guesses at an unfinished sentence. */
const GUESS_EVERY_MS = 900;
/** Guessing takes up this share of the time, and so of a core, at most. */
const GUESS_SHARE = 1 / 3;
const SAMPLES_PER_MS = ENGINE_SAMPLE_RATE / 1000;

interface Attempt {
  readonly ended: AbortController;
  readonly recognition: Promise<Recognition>;
}

export function createTurnRecognition(
  engines: Engines,
  sound: SoundBuffer,
  { itemId, start }: { readonly itemId: string; readonly start: number },
  tell: TurnTellers,
  signal: AbortSignal,
): TurnRecognition {
  const words = createAgreedWords();
  let guess: Attempt | undefined;
  let nextGuess = start + GUESS_EVERY_MS * SAMPLES_PER_MS;
  let speculation: Attempt | undefined;
  let understood: Recognition | undefined;

  function attempt(end: number, urgency: Urgency): Attempt {
    const ended = createChild(signal);
    const recognition = engines.recognise(sound.slice(start, end), { signal: ended.signal, urgency });
    return { ended, recognition: recognition.finally(() => ended.abort()) };
  }

  function endGuess(): void {
    guess?.ended.abort();
    guess = undefined;
  }

  function endSpeculation(): void {
    speculation?.ended.abort();
    speculation = undefined;
    understood = undefined;
  }

  return {
    itemId,
    start,
    get understood() {
      return understood;
    },
    followSpeech(heard) {
      if (guess !== undefined || heard < nextGuess || !engines.recognitionIsIdle) return;
      const began = performance.now();
      const current = (guess = attempt(heard, 'idle'));
      const settle = (text: string): void => {
        if (guess !== current) return;
        guess = undefined;
        nextGuess = heard + Math.max(GUESS_EVERY_MS, (performance.now() - began) / GUESS_SHARE) * SAMPLES_PER_MS;
        const delta = words.guess(text);
        if (delta !== '') tell.words(itemId, delta);
      };
      current.recognition.then(
        ({ text }) => settle(text),
        () => settle(''),
      );
    },
    speculate(heard) {
      if (speculation !== undefined) return;
      endGuess();
      const current = (speculation = attempt(heard, 'urgent'));
      current.recognition.then(
        (result) => {
          if (speculation !== current) return;
          understood = result;
          tell.expected(result.text);
        },
        // Given up, or broken: whoever commits the turn hears of it.
        () => undefined,
      );
    },
    giveUpSpeculation: endSpeculation,
    commit(end) {
      endGuess();
      const { recognition } = speculation ?? attempt(end, 'urgent');
      return {
        itemId,
        durationMs: (end - start) / SAMPLES_PER_MS,
        recognition,
        remainder: (text) => words.finish(text),
      };
    },
    drop() {
      endGuess();
      endSpeculation();
    },
  };
}
