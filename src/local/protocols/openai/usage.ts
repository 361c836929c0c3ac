import tokenizer from 'llama-tokenizer-js';
import { textOf, type Item } from '../../conversation/items.js';
import type { ResponseSettings } from '../../conversation/settings.js';

/** OpenAI's published rates: https://developers.openai.com/api/docs/guides/realtime-costs */
const MS_PER_INPUT_AUDIO_TOKEN = 100;
const MS_PER_OUTPUT_AUDIO_TOKEN = 50;

export interface TokenCount {
  text: number;
  audio: number;
}

/** Counted with Llama's vocabulary, which comes close to that of other models. */
export function textTokens(text: string): number {
  return text === '' ? 0 : tokenizer.encode(text, false, false).length;
}

function inputAudioTokens(ms: number): number {
  return Math.ceil(ms / MS_PER_INPUT_AUDIO_TOKEN);
}

function outputAudioTokens(ms: number): number {
  return Math.ceil(ms / MS_PER_OUTPUT_AUDIO_TOKEN);
}

/** The configuration and the conversation, which each response reads again. */
export function countInput({ instructions, directive, tools }: ResponseSettings, items: readonly Item[]): TokenCount {
  const { text, audio } = countItems(items);
  const toolText = tools.length === 0 ? '' : JSON.stringify(tools);
  return { text: textTokens(directive ?? instructions) + textTokens(toolText) + text, audio };
}

export function countItems(items: readonly Item[]): TokenCount {
  const counts = items.map(countItem);
  return { text: counts.reduce((sum, { text }) => sum + text, 0), audio: counts.reduce((sum, { audio }) => sum + audio, 0) };
}

function countItem(item: Item): TokenCount {
  switch (item.type) {
    case 'call':
      return { text: textTokens(item.name) + textTokens(item.arguments), audio: 0 };
    case 'output':
      return { text: textTokens(item.output), audio: 0 };
    case 'message': {
      const count = { text: 0, audio: 0 };
      for (const part of item.content) {
        const isInputAudio = part.type === 'audio' && item.role !== 'assistant';
        if (isInputAudio) count.audio += inputAudioTokens(part.audioMs);
        else count.text += textTokens(textOf(part));
        if (part.type === 'audio' && !isInputAudio) count.audio += outputAudioTokens(part.audioMs);
      }
      return count;
    }
  }
}

/** The `usage` of `response.done`. This agent caches nothing. */
export function describeUsage(input: TokenCount, output: TokenCount): Readonly<Record<string, unknown>> {
  const inputTokens = input.text + input.audio;
  const outputTokens = output.text + output.audio;
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: 0,
      cached_tokens: 0,
      cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  };
}

/** The `usage` of a finished transcription. */
export function describeTranscriptionUsage(audioMs: number, outputTokens: number): Readonly<Record<string, unknown>> {
  const audio = inputAudioTokens(audioMs);
  return {
    type: 'tokens',
    total_tokens: audio + outputTokens,
    input_tokens: audio,
    input_token_details: { text_tokens: 0, audio_tokens: audio },
    output_tokens: outputTokens,
  };
}
