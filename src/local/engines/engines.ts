import { onAbort } from '../../lib/on-abort.js';
import type { VoiceActivityRequest } from './voice-activity.messages.js';
import { ENGINE_SAMPLE_RATE } from './voice-activity.messages.js';
import { MAX_UTTERANCE_SECONDS, type Recognition, type RecognitionRequest } from './recognition.messages.js';
import { startEngine, type RunOptions } from './start-engine.js';
import type { SynthesisRequest } from './synthesis.messages.js';

/** Speech detection for the audio of one conversation. */
export interface VoiceActivityStream {
  /** Returns the probability of speech for each frame. `samples` must be whole frames and is transferred. */
  probabilities(samples: Float32Array<ArrayBuffer>): Promise<Float32Array>;
}

/** The engines, each in its own thread, shared by all conversations. */
export interface Engines {
  /** The stream closes when `signal` aborts. */
  openVoiceActivity(signal: AbortSignal): VoiceActivityStream;
  recognise(samples: Float32Array<ArrayBuffer>, options: RunOptions): Promise<Recognition>;
  /** 24 kHz PCM16. */
  synthesise(request: SynthesisRequest, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Whether no recognition is waiting or running. */
  readonly recognitionIsIdle: boolean;
}

/** Calls `loaded` with a description of each engine as it becomes ready. */
export async function openEngines(loaded: (what: string) => void, signal: AbortSignal): Promise<Engines> {
  const announce = <T>(what: string, engine: Promise<T>): Promise<T> => engine.then((ready) => (loaded(what), ready));
  const [voiceActivity, recognition, synthesis] = await Promise.all([
    announce('voice activity', startEngine<VoiceActivityRequest, Float32Array>('voice-activity', signal)),
    announce('speech recognition', startEngine<RecognitionRequest, Recognition>('recognition', signal)),
    announce('speech synthesis', startEngine<SynthesisRequest, Uint8Array<ArrayBuffer>>('synthesis', signal)),
  ]);
  let streams = 0;

  return {
    get recognitionIsIdle() {
      return recognition.pending === 0;
    },
    openVoiceActivity(streamSignal) {
      const stream = (streams += 1);
      onAbort(streamSignal, () => {
        if (!signal.aborted) voiceActivity.run({ type: 'end', stream }, { signal }).catch(() => undefined);
      });
      return {
        probabilities: (samples) =>
          voiceActivity.run({ type: 'audio', stream, samples }, { signal: streamSignal, transfer: [samples.buffer] }),
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
    synthesise: (request, speakSignal) => synthesis.run(request, { signal: speakSignal }),
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
