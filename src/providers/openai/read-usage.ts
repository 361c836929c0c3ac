import { fieldsIn, isFields, numberIn, textIn, type Fields } from '../../lib/fields.js';
import type { TokenUsage, TranscriptionUsage } from '../../spec/usage.js';

/**
 * `usage` of `response.done`. Undefined where it does not say which modality the tokens belong to, since then it cannot be
 * priced. Every field is optional on the wire, and other servers send an empty object.
 */
export function readUsage(usage: unknown): TokenUsage | undefined {
  if (!isFields(usage) || !isFields(usage.input_token_details) || !isFields(usage.output_token_details)) return undefined;
  const input = usage.input_token_details;
  const output = usage.output_token_details;
  const inputText = numberIn(input, 'text_tokens') ?? 0;
  const inputAudio = numberIn(input, 'audio_tokens') ?? 0;
  const inputImage = numberIn(input, 'image_tokens') ?? 0;
  return {
    inputText,
    inputAudio,
    inputImage,
    ...readCached(input, inputText, inputAudio),
    outputText: numberIn(output, 'text_tokens') ?? 0,
    outputAudio: numberIn(output, 'audio_tokens') ?? 0,
  };
}

/** Without details the cache is taken to hold text first: instructions and tools stand at the beginning of the context. */
function readCached(
  input: Fields,
  inputText: number,
  inputAudio: number,
): Pick<TokenUsage, 'cachedText' | 'cachedAudio' | 'cachedImage'> {
  if (isFields(input.cached_tokens_details)) {
    const cached = input.cached_tokens_details;
    return {
      cachedText: numberIn(cached, 'text_tokens') ?? 0,
      cachedAudio: numberIn(cached, 'audio_tokens') ?? 0,
      cachedImage: numberIn(cached, 'image_tokens') ?? 0,
    };
  }
  const all = numberIn(input, 'cached_tokens') ?? 0;
  const cachedText = Math.min(all, inputText);
  return { cachedText, cachedAudio: Math.min(all - cachedText, inputAudio), cachedImage: 0 };
}

/** Some transcription models are billed by tokens, some by time. */
export function readTranscriptionUsage(usage: unknown): TranscriptionUsage | undefined {
  if (!isFields(usage)) return undefined;
  const seconds = numberIn(usage, 'seconds');
  if (textIn(usage, 'type') === 'duration' && seconds !== undefined) return { kind: 'duration', seconds };
  if (textIn(usage, 'type') !== 'tokens') return undefined;
  const details = fieldsIn(usage, 'input_token_details');
  const inputAudio = numberIn(details, 'audio_tokens') ?? numberIn(usage, 'input_tokens') ?? 0;
  return {
    kind: 'tokens',
    inputText: numberIn(details, 'text_tokens') ?? 0,
    inputAudio,
    outputText: numberIn(usage, 'output_tokens') ?? 0,
  };
}
