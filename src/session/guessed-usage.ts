import { NO_TOKENS, type TokenUsage } from '../spec/usage.js';
import type { LogEntry } from '../spec/voice-event.js';

/** OpenAI's rates: one token for so much of the person's sound and of the agent's; of English text, four letters or so. */
const MS_HEARD = 100;
const MS_SPOKEN = 50;
const LETTERS = 4;

/** What a response that ended now would have used by the lengths of what was said. */
export interface GuessedUsage extends TokenUsage {
  /** When the person began to speak. */
  readonly speakingSince: number;
}

export const NOTHING_USED: GuessedUsage = { ...NO_TOKENS, speakingSince: 0 };

/** One entry further. Nothing counts as cached: a spending limit had better end too early. */
export function guessUsage(used: GuessedUsage, { at, event }: LogEntry): GuessedUsage {
  const read = (text = ''): GuessedUsage => ({ ...used, inputText: used.inputText + text.length / LETTERS });
  switch (event.type) {
    case 'start':
      return read(event.config.instructions);
    case 'send-text':
    case 'send-context':
      return read(event.text);
    case 'user-started':
    case 'talk-pressed':
      return { ...used, speakingSince: at };
    case 'user-stopped':
    case 'talk-released':
      return { ...used, inputAudio: used.inputAudio + (at - used.speakingSince) / MS_HEARD };
    case 'agent-audio':
      return { ...used, outputAudio: used.outputAudio + event.durationMs / MS_SPOKEN };
    case 'agent-transcript-done':
      return { ...used, outputText: used.outputText + event.text.length / LETTERS };
    case 'response-done':
      // From now on it is part of what every response takes in.
      return {
        ...used,
        inputText: used.inputText + used.outputText,
        inputAudio: used.inputAudio + (used.outputAudio * MS_SPOKEN) / MS_HEARD,
        outputText: 0,
        outputAudio: 0,
      };
    default:
      return used;
  }
}
