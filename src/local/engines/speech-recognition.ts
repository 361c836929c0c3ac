import { Tensor, type InferenceSession } from 'onnxruntime-web';
import tokenizer from 'llama-tokenizer-js';
import { ENGINE_SAMPLE_RATE } from './voice-activity.messages.js';
import { MODEL_FILES } from './model-files.js';
import { openModel } from './onnx.js';
import type { Recognition } from './recognition.messages.js';
import { LEAD_SAMPLES, prepareAudio, modernSpelling } from './recognition-audio.js';

/** Not reentrant: each call must wait for the end of the previous one. */
export interface SpeechRecogniser {
  /** Returns `undefined` when `cancelled` returns true between two steps. `samples` are at 16 kHz. */
  recognise(samples: Float32Array, cancelled: () => boolean): Promise<Recognition | undefined>;
}

const START_TOKEN = 1;
const END_TOKEN = 2;
/** Fast speech has about five tokens a second; this stops a decoder that repeats itself. */
const MAX_TOKENS_PER_SECOND = 6.5;
/**
 * Below this confidence the audio is decoded a second time, shifted by a third of the model's 24 ms frames, and the more confident
 * text wins. A third of synthetic questions and a quarter of human sentences need it; it corrects 29 % and 10 % of their wrong
 * words. A third pass corrects next to nothing.
 */
const SURE = -0.2;
const SHIFT_SAMPLES = 0.007 * ENGINE_SAMPLE_RATE;
/** The shape of Moonshine tiny. */
const LAYERS = 6;
const HEADS = 8;
const HEAD_SIZE = 36;

type Tensors = Record<string, Tensor>;

export async function openSpeechRecogniser(): Promise<SpeechRecogniser> {
  const encoder = await openModel(MODEL_FILES.speechEncoder);
  const decoder = await openModel(MODEL_FILES.speechDecoder);

  async function attempt(samples: Float32Array, lead: number, cancelled: () => boolean): Promise<Recognition | undefined> {
    const audio = prepareAudio(samples, lead);
    if (audio === undefined) return { text: '', confidence: 0, tokens: 0 };
    if (cancelled()) return undefined;
    const encoded = await encoder.run({ input_values: new Tensor('float32', audio, [1, audio.length]) });
    const hidden = outputOf(encoded, 'last_hidden_state');
    const maxTokens = Math.ceil((audio.length / ENGINE_SAMPLE_RATE) * MAX_TOKENS_PER_SECOND);
    return decode(decoder, hidden, maxTokens, cancelled);
  }

  return {
    async recognise(samples, cancelled) {
      const first = await attempt(samples, LEAD_SAMPLES, cancelled);
      if (first === undefined || first.confidence > SURE) return first;
      const second = await attempt(samples, LEAD_SAMPLES + SHIFT_SAMPLES, cancelled);
      if (second === undefined || second.confidence > first.confidence) return second;
      return first;
    },
  };
}

/** Greedy decoding with a key-value cache, whose encoder half is computed in the first step. */
async function decode(
  decoder: InferenceSession,
  hidden: Tensor,
  maxTokens: number,
  cancelled: () => boolean,
): Promise<Recognition | undefined> {
  const tokens: number[] = [];
  let cache = emptyCache();
  let logProbability = 0;
  let last = START_TOKEN;

  while (tokens.length < maxTokens) {
    if (cancelled()) return undefined;
    const first = tokens.length === 0;
    const output = await decoder.run({
      input_ids: new Tensor('int64', BigInt64Array.of(BigInt(last)), [1, 1]),
      encoder_hidden_states: hidden,
      use_cache_branch: new Tensor('bool', [!first], [1]),
      ...cache,
    });
    cache = nextCache(cache, output, first);
    // An end token in the first step would make quiet single words empty.
    const best = mostLikely(outputOf(output, 'logits').data, first ? END_TOKEN : undefined);
    logProbability += best.logProbability;
    if (best.token === END_TOKEN) break;
    tokens.push(best.token);
    last = best.token;
  }
  const text = modernSpelling(tokenizer.decode(tokens, false, true));
  return { text, confidence: logProbability / (tokens.length + 1), tokens: tokens.length };
}

function emptyCache(): Tensors {
  const cache: Tensors = {};
  for (let layer = 0; layer < LAYERS; layer += 1) {
    for (const half of ['decoder', 'encoder']) {
      for (const part of ['key', 'value']) {
        cache[`past_key_values.${layer}.${half}.${part}`] = new Tensor('float32', new Float32Array(0), [1, HEADS, 0, HEAD_SIZE]);
      }
    }
  }
  return cache;
}

function nextCache(cache: Tensors, output: InferenceSession.OnnxValueMapType, first: boolean): Tensors {
  return Object.fromEntries(
    Object.entries(cache).map(([name, before]) => {
      const changes = first || name.includes('.decoder.');
      return [name, changes ? outputOf(output, name.replace('past_key_values', 'present')) : before];
    }),
  );
}

function outputOf(output: InferenceSession.OnnxValueMapType, name: string): Tensor {
  const value = output[name];
  if (!(value instanceof Tensor)) throw new Error(`The recognition model returned no ${name}`);
  return value;
}

function mostLikely(logits: Tensor['data'], forbidden: number | undefined): { token: number; logProbability: number } {
  if (!(logits instanceof Float32Array)) throw new Error('The recognition model returned logits of an unknown type');
  let token = 0;
  let top = -Infinity;
  for (let index = 0; index < logits.length; index += 1) {
    const value = logits[index] ?? -Infinity;
    if (value > top && index !== forbidden) {
      top = value;
      token = index;
    }
  }
  let sum = 0;
  for (const value of logits) sum += Math.exp(value - top);
  return { token, logProbability: -Math.log(sum) };
}
