import type { Recognition } from '../engines/recognition.messages.js';
import type { Utterance } from '../listening/turn-recognition.js';
import type { Conversation, Item, MessageItem } from './conversation.js';
import type { Emit } from './message-writer.js';
import { describeTranscriptionUsage } from './usage.js';

export interface UserTurns {
  /** The person's turn is over: it takes its place in the conversation and will be understood. */
  take(utterance: Utterance): void;
  tellWords(itemId: string, delta: string): void;
  /** Resolves when everything that was said so far is understood. */
  understood(): Promise<void>;
}

export interface UserTurnsParts {
  readonly conversation: Conversation;
  add(item: Item): void;
  readonly emit: Emit;
  /** Whether the client wants to read what was said. */
  isTranscribed(): boolean;
}

/** Makes items of the conversation of what the person said aloud. */
export function createUserTurns({ conversation, add, emit, isTranscribed }: UserTurnsParts, signal: AbortSignal): UserTurns {
  const recognising = new Set<Promise<void>>();

  function tellWords(itemId: string, delta: string): void {
    if (!isTranscribed() || delta === '') return;
    emit('conversation.item.input_audio_transcription.delta', { item_id: itemId, content_index: 0, delta });
  }

  function understand(item: MessageItem, utterance: Utterance, { text, tokens }: Recognition): void {
    item.content[0] = { type: 'input_audio', transcript: text, audioMs: utterance.durationMs };
    if (!isTranscribed()) return;
    tellWords(item.id, utterance.remainder(text));
    emit('conversation.item.input_audio_transcription.completed', {
      item_id: item.id,
      content_index: 0,
      transcript: text,
      usage: describeTranscriptionUsage(utterance.durationMs, tokens),
    });
  }

  function misunderstand(itemId: string, fault: unknown): void {
    if (signal.aborted || !isTranscribed()) return;
    const message = fault instanceof Error ? fault.message : String(fault);
    emit('conversation.item.input_audio_transcription.failed', {
      item_id: itemId,
      content_index: 0,
      error: { type: 'server_error', code: 'internal', message, param: null },
    });
  }

  return {
    tellWords,
    take(utterance) {
      const { itemId: id, durationMs: audioMs } = utterance;
      const content: MessageItem['content'] = [{ type: 'input_audio', transcript: null, audioMs }];
      const item: MessageItem = { type: 'message', id, role: 'user', status: 'completed', content };
      emit('input_audio_buffer.committed', { previous_item_id: conversation.items.at(-1)?.id ?? null, item_id: id });
      add(item);
      const understanding = utterance.recognition.then(
        (recognition) => understand(item, utterance, recognition),
        (fault: unknown) => misunderstand(id, fault),
      );
      recognising.add(understanding);
      void understanding.finally(() => recognising.delete(understanding));
    },
    async understood() {
      await Promise.all(recognising);
    },
  };
}
