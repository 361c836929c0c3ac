import { NO_TOKENS, type TokenRates, type TokenUsage } from '../spec/usage.js';
import type { DecodedEvent, VoiceEvent } from '../spec/voice-event.js';

/** What the conversation has taken in and given out since the last response, by the lengths of what was said. */
export interface SpokenAmounts {
  /** The whole context: every response takes it in again. */
  readonly inputCharacters: number;
  readonly inputMs: number;
  /** Of the response under way. */
  readonly outputCharacters: number;
  readonly outputMs: number;
  /** When the person began to speak. */
  readonly speakingSince: number | undefined;
}

export const NOTHING_SPOKEN: SpokenAmounts = {
  inputCharacters: 0,
  inputMs: 0,
  outputCharacters: 0,
  outputMs: 0,
  speakingSince: undefined,
};

/** Adds one entry. */
export function addSpoken(
  spoken: SpokenAmounts,
  { at, event }: { readonly at: number; readonly event: VoiceEvent | DecodedEvent },
): SpokenAmounts {
  const read = (text = ''): SpokenAmounts => ({ ...spoken, inputCharacters: spoken.inputCharacters + text.length });
  switch (event.type) {
    case 'start':
      return read(event.config.instructions);
    case 'send-text':
    case 'send-context':
      return read(event.text);
    case 'user-started':
    case 'talk-pressed':
      return { ...spoken, speakingSince: at };
    case 'user-stopped':
    case 'user-committed':
    case 'talk-released':
      if (spoken.speakingSince === undefined) return spoken;
      return { ...spoken, inputMs: spoken.inputMs + (at - spoken.speakingSince), speakingSince: undefined };
    case 'agent-audio':
      return { ...spoken, outputMs: spoken.outputMs + event.durationMs };
    case 'agent-transcript-done':
      return { ...spoken, outputCharacters: spoken.outputCharacters + event.text.length };
    case 'response-done':
      // From now on it is part of what every response takes in.
      return {
        ...spoken,
        inputCharacters: spoken.inputCharacters + spoken.outputCharacters,
        inputMs: spoken.inputMs + spoken.outputMs,
        outputCharacters: 0,
        outputMs: 0,
      };
    default:
      return spoken;
  }
}

/** The tokens of a response that ends now. Nothing counts as cached: a spending limit had better end too early. */
export function estimateUsage(spoken: SpokenAmounts, rates: TokenRates): TokenUsage {
  return {
    ...NO_TOKENS,
    inputText: spoken.inputCharacters / rates.charactersPerToken,
    inputAudio: (spoken.inputMs / 1000) * rates.inputAudioPerSecond,
    outputText: spoken.outputCharacters / rates.charactersPerToken,
    outputAudio: (spoken.outputMs / 1000) * rates.outputAudioPerSecond,
  };
}
