import { onAbort } from '../../lib/on-abort.js';
import type { HearingRequest } from './hearing.messages.js';
import { ENGINE_SAMPLE_RATE } from './hearing.messages.js';
import { MAX_UTTERANCE_SECONDS, type Recognition, type RecognitionRequest } from './recognition.messages.js';
import { startEngine, type RunOptions } from './start-engine.js';
import type { SynthesisRequest } from './synthesis.messages.js';

/** What one conversation hears with. */
export interface Ear {
  /** The probability of speech for each frame of `samples`, which must be whole frames and is given away. */
  probabilities(samples: Float32Array<ArrayBuffer>): Promise<Float32Array>;
}

/** One set of engines, each in a thread of its own, shared by all conversations. */
export interface Engines {
  /** The ear closes when `signal` aborts. */
  openEar(signal: AbortSignal): Ear;
  recognise(samples: Float32Array<ArrayBuffer>, options: RunOptions): Promise<Recognition>;
  /** 24 kHz PCM16. */
  speak(request: SynthesisRequest, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Nobody waits for a recognition, so that one more would delay nobody. */
  readonly recognitionIsIdle: boolean;
}

/** `loaded` is called as each engine becomes ready, with what it is. */
export async function openEngines(loaded: (what: string) => void, signal: AbortSignal): Promise<Engines> {
  const announce = <T>(what: string, engine: Promise<T>): Promise<T> => engine.then((ready) => (loaded(what), ready));
  const [hearing, recognition, synthesis] = await Promise.all([
    announce('voice activity', startEngine<HearingRequest, Float32Array>('hearing', signal)),
    announce('speech recognition', startEngine<RecognitionRequest, Recognition>('recognition', signal)),
    announce('speech synthesis', startEngine<SynthesisRequest, Uint8Array<ArrayBuffer>>('synthesis', signal)),
  ]);
  let streams = 0;

  return {
    get recognitionIsIdle() {
      return recognition.pending === 0;
    },
    openEar(earSignal) {
      const stream = (streams += 1);
      onAbort(earSignal, () => {
        if (!signal.aborted) hearing.run({ type: 'end', stream }, { signal }).catch(() => undefined);
      });
      return {
        probabilities: (samples) =>
          hearing.run({ type: 'sound', stream, samples }, { signal: earSignal, transfer: [samples.buffer] }),
      };
    },
    async recognise(samples, options) {
      const length = MAX_UTTERANCE_SECONDS * ENGINE_SAMPLE_RATE;
      const parts: Recognition[] = [];
      for (let from = 0; from === 0 || from < samples.length; from += length) {
        parts.push(await recognition.run(samples.slice(from, from + length), options));
      }
      return joined(parts);
    },
    speak: (request, speakSignal) => synthesis.run(request, { signal: speakSignal }),
  };
}

function joined(parts: readonly Recognition[]): Recognition {
  return {
    text: parts
      .map((part) => part.text)
      .join(' ')
      .trim(),
    confidence: Math.min(...parts.map((part) => part.confidence)),
    tokens: parts.reduce((sum, part) => sum + part.tokens, 0),
  };
}
