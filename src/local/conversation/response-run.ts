import type { Answer, Brain, Question } from '../brain/brain.js';
import type { CancelReason, Emit, Placed, AgentResponse, ResponseOutcome } from './events.js';
import type { CallItem, Item, ItemList, MessageItem, Part } from './items.js';
import { newId } from './new-id.js';
import { createSentenceSplitter } from './sentences.js';
import type { ResponseSettings } from './settings.js';
import { BYTES_PER_MS, createPacedSpeech, type Synthesiser } from './speech.js';

/** A {@link AgentResponse} while it is written. */
export interface ResponseDraft extends AgentResponse {
  readonly settings: ResponseSettings;
  input: readonly Item[];
  readonly output: Item[];
}

export interface ResponseRunParts {
  readonly brain: Brain;
  readonly synthesiser: Synthesiser;
  readonly items: ItemList;
  readonly emit: Emit;
  countTokens(items: readonly Item[]): number;
  /** Resolves once it is known what the user said; fills the response's `input`. */
  readQuestion(): Promise<Question>;
}

/** Answers. Always ends with `response-ended`, also when `signal` aborts with a {@link CancelReason}. */
export async function runResponse(
  response: ResponseDraft,
  { brain, synthesiser, items, emit, countTokens, readQuestion }: ResponseRunParts,
  signal: AbortSignal,
): Promise<void> {
  const { settings, output } = response;
  const speak = settings.modality === 'audio' ? createPacedSpeech(synthesiser, settings, signal) : undefined;
  let message: Placed<MessageItem> | undefined;

  function place<T extends Item>(item: T): Placed<T> {
    const previousId = settings.outOfBand ? null : items.add(item);
    output.push(item);
    return { item, previousId };
  }

  async function write(text: string): Promise<void> {
    const audio = await speak?.(text);
    if (message === undefined) {
      message = place(createMessage(settings.modality));
      emit({ type: 'message-started', response, ...message });
    }
    append(message.item, text, audio);
    emit({ type: 'message-delta', response, item: message.item, text, audio });
  }

  function endMessage(status: 'completed' | 'incomplete'): void {
    if (message === undefined) return;
    message.item.status = status;
    emit({ type: 'message-ended', response, ...message });
    message = undefined;
  }

  /** False at the token limit. */
  async function writeAll(sentences: readonly string[]): Promise<boolean> {
    for (const sentence of sentences) {
      await write(sentence);
      if (Number.isFinite(settings.maxOutputTokens) && countTokens(output) >= settings.maxOutputTokens) return false;
    }
    return true;
  }

  async function answer(): Promise<ResponseOutcome> {
    const question = await readQuestion();
    const splitter = createSentenceSplitter();
    for await (const piece of brain.answer(question, signal)) {
      signal.throwIfAborted();
      const sentences = piece.type === 'text' ? splitter.push(piece.text) : splitter.finish();
      if (!(await writeAll(sentences))) return { type: 'token-limit' };
      if (piece.type === 'text') continue;
      endMessage('completed');
      emit({ type: 'tool-called', response, ...place(createCall(piece)) });
    }
    return (await writeAll(splitter.finish())) ? { type: 'completed' } : { type: 'token-limit' };
  }

  emit({ type: 'response-started', response });
  const outcome = await answer().catch((cause: unknown): ResponseOutcome => {
    return signal.aborted ? { type: 'cancelled', reason: cancelReasonOf(signal) } : { type: 'failed', cause };
  });
  endMessage(outcome.type === 'completed' ? 'completed' : 'incomplete');
  emit({ type: 'response-ended', response, outcome });
}

function cancelReasonOf({ reason }: AbortSignal): CancelReason {
  return reason === 'interrupted' ? 'interrupted' : 'requested';
}

function createMessage(modality: 'audio' | 'text'): MessageItem {
  const part: Part = modality === 'audio' ? { type: 'audio', transcript: '', audioMs: 0 } : { type: 'text', text: '' };
  return { type: 'message', id: newId('item'), role: 'assistant', status: 'in-progress', content: [part] };
}

function append({ content: [part] }: MessageItem, text: string, audio: Uint8Array | undefined): void {
  if (part?.type === 'text') part.text += text;
  if (part?.type !== 'audio') return;
  part.transcript += text;
  part.audioMs += (audio?.length ?? 0) / BYTES_PER_MS;
}

function createCall({ name, arguments: given }: Extract<Answer, { type: 'call' }>): CallItem {
  return { type: 'call', id: newId('item'), callId: newId('call'), name, arguments: given, status: 'completed' };
}
