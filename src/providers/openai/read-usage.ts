import { fieldsIn, isFields, numberIn, type Fields } from '../../lib/fields.js';
import type { TokenUsage, TranscriptionUsage } from '../../spec/usage.js';

/**
 * `usage` of `response.done`. Undefined where it does not say which modality the tokens belong to, since then it cannot be
 * priced. Every field is optional on the wire, and other servers send an empty object.
 */
export function readUsage(usage: unknown): TokenUsage | undefined {
  if (!isFields(usage) || !isFields(usage.input_token_details) || !isFields(usage.output_token_details)) return undefined;
  const input = readCounts(usage.input_token_details);
  const output = readCounts(usage.output_token_details);
  const cached = readCached(usage.input_token_details, input);
  return {
    inputText: input.text,
    inputAudio: input.audio,
    inputImage: input.image,
    cachedText: cached.text,
    cachedAudio: cached.audio,
    cachedImage: cached.image,
    outputText: output.text,
    outputAudio: output.audio,
  };
}

interface Counts {
  readonly text: number;
  readonly audio: number;
  readonly image: number;
}

function readCounts(details: Fields): Counts {
  const count = (modality: keyof Counts): number => numberIn(details, `${modality}_tokens`) ?? 0;
  return { text: count('text'), audio: count('audio'), image: count('image') };
}

/** Without details the cache is taken to hold text first: instructions and tools stand at the beginning of the context. */
function readCached(details: Fields, input: Counts): Counts {
  if (isFields(details.cached_tokens_details)) return readCounts(details.cached_tokens_details);
  const all = numberIn(details, 'cached_tokens') ?? 0;
  const text = Math.min(all, input.text);
  return { text, audio: Math.min(all - text, input.audio), image: 0 };
}

/** Some transcription models are billed by tokens, some by time. */
export function readTranscriptionUsage(usage: unknown): TranscriptionUsage | undefined {
  if (!isFields(usage)) return undefined;
  const seconds = numberIn(usage, 'seconds');
  if (usage.type === 'duration' && seconds !== undefined) return { kind: 'duration', seconds };
  if (usage.type !== 'tokens') return undefined;
  const details = fieldsIn(usage, 'input_token_details');
  return {
    kind: 'tokens',
    inputText: readCounts(details).text,
    inputAudio: numberIn(details, 'audio_tokens') ?? numberIn(usage, 'input_tokens') ?? 0,
    outputText: numberIn(usage, 'output_tokens') ?? 0,
  };
}
