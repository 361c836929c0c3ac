import type { Conversation, MessageItem, Part } from './conversation.js';
import { describeItem } from './conversation.js';
import { newId } from './ids.js';
import { WIRE_SAMPLE_RATE } from './session-state.js';

/** Sends one frame; `event_id` is added. */
export type Emit = (type: string, fields: Readonly<Record<string, unknown>>) => void;

export interface MessageWriter {
  /** One sentence: its words and then, in a spoken message, its sound (24 kHz PCM16). */
  write(text: string, sound?: Uint8Array): void;
  /** Whether all was written or the response was broken off. */
  close(status: 'completed' | 'incomplete'): void;
  readonly item: MessageItem;
}

/** Sound in one delta. */
const DELTA_MS = 200;
const BYTES_PER_MS = (WIRE_SAMPLE_RATE * 2) / 1000;
const DELTA_BYTES = DELTA_MS * BYTES_PER_MS;

export interface MessagePlace {
  readonly responseId: string;
  readonly outputIndex: number;
  readonly spoken: boolean;
  /** Absent where the answer is not to become part of the conversation. */
  readonly conversation: Conversation | undefined;
}

/** Tells the growth of one message of the agent, from its first frame to its last. */
export function openMessage({ responseId, outputIndex, spoken, conversation }: MessagePlace, emit: Emit): MessageWriter {
  const part: Part = spoken ? { type: 'output_audio', transcript: '', audioMs: 0 } : { type: 'output_text', text: '' };
  const item: MessageItem = { type: 'message', id: newId('item'), role: 'assistant', status: 'in_progress', content: [] };
  const inResponse = { response_id: responseId, output_index: outputIndex };
  const inPart = { ...inResponse, item_id: item.id, content_index: 0 };

  emit('response.output_item.added', { ...inResponse, item: describeItem(item) });
  const previous = conversation?.add(item) ?? null;
  if (conversation !== undefined) emit('conversation.item.added', { previous_item_id: previous, item: describeItem(item) });
  item.content.push(part);
  emit('response.content_part.added', {
    ...inPart,
    part: spoken ? { type: 'audio', transcript: '' } : { type: 'text', text: '' },
  });

  return {
    item,
    write(text, sound) {
      if ('text' in part) {
        part.text += text;
        emit('response.output_text.delta', { ...inPart, delta: text });
        return;
      }
      if (part.type !== 'output_audio') return;
      part.transcript += text;
      emit('response.output_audio_transcript.delta', { ...inPart, delta: text });
      if (sound === undefined) return;
      part.audioMs += sound.length / BYTES_PER_MS;
      for (let from = 0; from < sound.length; from += DELTA_BYTES) {
        const delta = Buffer.from(sound.buffer, sound.byteOffset + from, Math.min(DELTA_BYTES, sound.length - from));
        emit('response.output_audio.delta', { ...inPart, delta: delta.toString('base64') });
      }
    },
    close(status) {
      item.status = status;
      if ('text' in part) {
        emit('response.output_text.done', { ...inPart, text: part.text });
        emit('response.content_part.done', { ...inPart, part: { type: 'text', text: part.text } });
      } else if (part.type === 'output_audio') {
        emit('response.output_audio.done', inPart);
        emit('response.output_audio_transcript.done', { ...inPart, transcript: part.transcript });
        emit('response.content_part.done', { ...inPart, part: { type: 'audio', transcript: part.transcript } });
      }
      const shown = describeItem(item);
      if (conversation !== undefined) emit('conversation.item.done', { previous_item_id: previous, item: shown });
      emit('response.output_item.done', { ...inResponse, item: shown });
    },
  };
}
