import { createChild } from '../../lib/child-signal.js';
import type { Engines } from '../engines/engines.js';
import type { Recognition } from '../engines/recognition.messages.js';
import type { Priority } from '../engines/start-engine.js';
import { ENGINE_SAMPLE_RATE } from '../engines/voice-activity.messages.js';
import type { SampleBuffer } from './sample-buffer.js';
import { createStableTranscript } from './stable-transcript.js';

/** One committed turn of the user. */
export interface Utterance {
  readonly itemId: string;
  readonly durationMs: number;
  /** Rejects only when the conversation ends or an engine breaks. */
  readonly recognition: Promise<Recognition>;
  /** The part of the final text that no `transcriptDelta` reported. */
  remainder(text: string): string;
}

/** Recognises a turn while it lasts. Positions count samples since the conversation began. */
export interface TurnRecognition {
  readonly itemId: string;
  readonly start: number;
  /** The result of the speculation, once it is available. */
  readonly speculativeResult: Recognition | undefined;
  /** The user speaks on at `position`: reports interim words unless the engine is busy. */
  recogniseInterim(position: number): void;
  /** The turn may be over at `position`: starts its recognition, once. */
  speculate(position: number): void;
  cancelSpeculation(): void;
  commit(end: number): Utterance;
  cancel(): void;
}

export interface TurnRecognitionEvents {
  /** Words that never change. */
  transcriptDelta(itemId: string, delta: string): void;
  /** If the turn ends now, this is what the user said. */
  speculated(recognition: Recognition): void;
}

/** Audio between two interim results. */
const INTERIM_EVERY_MS = 900;
/** Interim results take at most this share of the time, and so of a core. */
const INTERIM_SHARE = 1 / 3;
const SAMPLES_PER_MS = ENGINE_SAMPLE_RATE / 1000;

interface Attempt {
  readonly life: AbortController;
  readonly recognition: Promise<Recognition>;
}

export function createTurnRecognition(
  engines: Engines,
  audio: SampleBuffer,
  { itemId, start }: { readonly itemId: string; readonly start: number },
  events: TurnRecognitionEvents,
  signal: AbortSignal,
): TurnRecognition {
  const transcript = createStableTranscript();
  let interim: Attempt | undefined;
  let nextInterim = start + INTERIM_EVERY_MS * SAMPLES_PER_MS;
  let speculation: Attempt | undefined;
  let speculativeResult: Recognition | undefined;

  function attempt(end: number, priority: Priority): Attempt {
    const life = createChild(signal);
    const recognition = engines.recognise(audio.slice(start, end), { signal: life.signal, priority });
    return { life, recognition: recognition.finally(() => life.abort()) };
  }

  function cancelInterim(): void {
    interim?.life.abort();
    interim = undefined;
  }

  function cancelSpeculation(): void {
    speculation?.life.abort();
    speculation = undefined;
    speculativeResult = undefined;
  }

  return {
    itemId,
    start,
    get speculativeResult() {
      return speculativeResult;
    },
    recogniseInterim(position) {
      if (interim !== undefined || position < nextInterim || !engines.recognitionIsIdle) return;
      const startedAt = performance.now();
      const current = (interim = attempt(position, 'low'));
      const settle = (text: string): void => {
        if (interim !== current) return;
        interim = undefined;
        nextInterim = position + Math.max(INTERIM_EVERY_MS, (performance.now() - startedAt) / INTERIM_SHARE) * SAMPLES_PER_MS;
        const delta = transcript.update(text);
        if (delta !== '') events.transcriptDelta(itemId, delta);
      };
      current.recognition.then(
        ({ text }) => settle(text),
        () => settle(''),
      );
    },
    speculate(position) {
      if (speculation !== undefined) return;
      cancelInterim();
      const current = (speculation = attempt(position, 'high'));
      current.recognition.then(
        (result) => {
          if (speculation !== current) return;
          speculativeResult = result;
          events.speculated(result);
        },
        // Cancelled, or failed: then the commit rejects, too.
        () => undefined,
      );
    },
    cancelSpeculation,
    commit(end) {
      cancelInterim();
      const { recognition } = speculation ?? attempt(end, 'high');
      return {
        itemId,
        durationMs: (end - start) / SAMPLES_PER_MS,
        recognition,
        remainder: (text) => transcript.finish(text),
      };
    },
    cancel() {
      cancelInterim();
      cancelSpeculation();
    },
  };
}
