import tokenizer from 'llama-tokenizer-js';
import type { Item } from './conversation.js';
import { textOf } from './conversation.js';
import type { Session } from './session-state.js';

/** OpenAI's published rates: https://developers.openai.com/api/docs/guides/realtime-costs */
const MS_PER_INPUT_AUDIO_TOKEN = 100;
const MS_PER_OUTPUT_AUDIO_TOKEN = 50;

export interface TokenCount {
  text: number;
  audio: number;
}

/** Text is counted by Llama's vocabulary, whose counts lie close to those of other models. */
export function textTokens(text: string): number {
  return text === '' ? 0 : tokenizer.encode(text, false, false).length;
}

export function inputAudioTokens(ms: number): number {
  return Math.ceil(ms / MS_PER_INPUT_AUDIO_TOKEN);
}

export function outputAudioTokens(ms: number): number {
  return Math.ceil(ms / MS_PER_OUTPUT_AUDIO_TOKEN);
}

/** What is read again for each answer: the configuration and the conversation so far. */
export function countInput(session: Pick<Session, 'instructions' | 'tools'>, items: readonly Item[]): TokenCount {
  const tools = session.tools.length === 0 ? '' : JSON.stringify(session.tools);
  const counts = items.map(countItem);
  return {
    text: textTokens(session.instructions) + textTokens(tools) + counts.reduce((sum, { text }) => sum + text, 0),
    audio: counts.reduce((sum, { audio }) => sum + audio, 0),
  };
}

export function countItem(item: Item): TokenCount {
  switch (item.type) {
    case 'function_call':
      return { text: textTokens(item.name) + textTokens(item.arguments), audio: 0 };
    case 'function_call_output':
      return { text: textTokens(item.output), audio: 0 };
    case 'message': {
      const count = { text: 0, audio: 0 };
      for (const part of item.content) {
        if (part.type === 'input_audio') count.audio += inputAudioTokens(part.audioMs);
        else {
          count.text += textTokens(textOf(part));
          if (part.type === 'output_audio') count.audio += outputAudioTokens(part.audioMs);
        }
      }
      return count;
    }
  }
}

/** The `usage` of `response.done`. Nothing is cached here, so nothing says that it was. */
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
