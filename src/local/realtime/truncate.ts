import type { Item } from './conversation.js';
import { ProtocolFault } from './protocol-fault.js';

/** Forgets what was not heard of a spoken message: the sound's length and, in proportion, the words. */
export function truncateItem(item: Item, contentIndex: number, audioEndMs: number): void {
  const part = item.type === 'message' && item.role === 'assistant' ? item.content[contentIndex] : undefined;
  if (part?.type !== 'output_audio' || part.audioMs === 0) {
    throw new ProtocolFault('invalid_value', 'Only model output audio messages can be truncated.', 'item_id');
  }
  const audioMs = Math.floor(part.audioMs);
  if (audioEndMs > audioMs) {
    throw new ProtocolFault(
      'invalid_value',
      `Audio content of ${audioMs}ms is already shorter than ${audioEndMs}ms`,
      'audio_end_ms',
    );
  }
  part.transcript = heardWords(part.transcript ?? '', audioEndMs / part.audioMs);
  part.audioMs = audioEndMs;
}

function heardWords(text: string, share: number): string {
  const end = Math.floor(text.length * share);
  if (end >= text.length) return text;
  return text.slice(0, Math.max(0, text.lastIndexOf(' ', end)));
}
