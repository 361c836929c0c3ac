import { abortable } from '../../lib/abortable.js';
import { createChild } from '../../lib/child-signal.js';
import { after } from '../../lib/timer.js';
import type { Engines } from '../engines/engines.js';
import type { SynthesisRequest, Voice } from '../engines/synthesis.messages.js';
import { CONVERSATION_SAMPLE_RATE } from './settings.js';

export const BYTES_PER_MS = (CONVERSATION_SAMPLE_RATE * 2) / 1000;

/** Synthesis runs at most this far ahead of playback, so that an interruption saves the rest of the work. */
const MAX_LEAD_MS = 4000;

export type Synthesiser = Pick<Engines, 'synthesise'>;

/** Synthesises sentences on request, and one of them before it is requested. */
export interface PrefetchingSynthesiser extends Synthesiser {
  /** Starts a synthesis that may soon be requested. Replaces the prefetch before it. */
  prefetch(request: SynthesisRequest): void;
}

export function createPrefetchingSynthesiser(engines: Synthesiser, signal: AbortSignal): PrefetchingSynthesiser {
  let prefetched:
    { readonly key: string; readonly audio: Promise<Uint8Array<ArrayBuffer>>; readonly life: AbortController } | undefined;

  const discard = (): void => {
    prefetched?.life.abort();
    prefetched = undefined;
  };

  return {
    prefetch(request) {
      discard();
      const life = createChild(signal);
      const audio = engines.synthesise(request, life.signal);
      audio.catch(() => undefined);
      prefetched = { key: keyOf(request), audio, life };
    },
    synthesise(request, requestSignal) {
      if (prefetched?.key === keyOf(request)) return abortable(prefetched.audio, requestSignal);
      discard();
      return engines.synthesise(request, requestSignal);
    },
  };
}

function keyOf({ text, voice, speed }: SynthesisRequest): string {
  return JSON.stringify([text, voice, speed]);
}

/** Returns a function that synthesises one sentence of an answer after the other, paced by their playback. */
export function createPacedSpeech(
  synthesiser: Synthesiser,
  { voice, speed }: { readonly voice: Voice; readonly speed: number },
  signal: AbortSignal,
): (text: string) => Promise<Uint8Array> {
  let startedAt: number | undefined;
  let synthesisedMs = 0;

  return async (text) => {
    const audio = await synthesiser.synthesise({ text, voice, speed }, signal);
    startedAt ??= performance.now();
    const leadMs = synthesisedMs - (performance.now() - startedAt);
    if (leadMs > MAX_LEAD_MS) {
      await abortable(new Promise<void>((resolve) => after(leadMs - MAX_LEAD_MS, resolve, signal)), signal);
    }
    synthesisedMs += audio.length / BYTES_PER_MS;
    return audio;
  };
}
