import { toAgentError } from '../../spec/agent-error.js';
import type { Brain, Question } from '../brain/brain.js';
import type { Engines } from '../engines/engines.js';
import type { Voice } from '../engines/synthesis.messages.js';
import { writeCall } from './call-writer.js';
import { describeItem, type Conversation, type Item } from './conversation.js';
import { openMessage, type Emit, type MessageWriter } from './message-writer.js';
import { createSentenceSplitter } from './sentences.js';
import { createSpeech } from './speech.js';
import { countItem, describeUsage, type TokenCount } from './usage.js';

/** One answer as it is ordered. */
export interface ResponseOrder {
  readonly id: string;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly modality: 'audio' | 'text';
  readonly voice: Voice;
  readonly speed: number;
  readonly maxOutputTokens: number | 'inf';
  /** Absent for an answer that is not to become part of the conversation. */
  readonly conversation: Conversation | undefined;
  /** Resolves once it is known what the person said. */
  ask(): Promise<Question>;
  /** What the answer was made from. */
  countInput(): TokenCount;
}

/** Why a response is broken off, as the wire says it. */
export type CancelReason = 'turn_detected' | 'client_cancelled';

interface Ending {
  readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  readonly details: Readonly<Record<string, unknown>> | null;
}

const COMPLETED: Ending = { status: 'completed', details: null };
const TOO_LONG: Ending = { status: 'incomplete', details: { type: 'incomplete', reason: 'max_output_tokens' } };

/** Answers. Tells every step by `emit` and ends with `response.done`, also when `signal` aborts with a {@link CancelReason}. */
export async function runResponse(
  order: ResponseOrder,
  brain: Brain,
  voiceBox: Pick<Engines, 'speak'>,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const { conversation } = order;
  const output: Item[] = [];
  const speech = createSpeech(voiceBox, order, signal);
  let message: MessageWriter | undefined;

  async function say(text: string): Promise<void> {
    const sound = order.modality === 'audio' ? await speech.speak(text) : undefined;
    if (message === undefined) {
      message = openMessage(
        { responseId: order.id, outputIndex: output.length, spoken: sound !== undefined, conversation },
        emit,
      );
      output.push(message.item);
    }
    message.write(text, sound);
  }

  function closeMessage(status: 'completed' | 'incomplete'): void {
    message?.close(status);
    message = undefined;
  }

  async function answer(): Promise<Ending> {
    const question = await order.ask();
    const splitter = createSentenceSplitter();
    const sayAll = async (pieces: readonly string[]): Promise<boolean> => {
      for (const sentence of pieces) {
        await say(sentence);
        if (order.maxOutputTokens !== 'inf' && total(output) >= order.maxOutputTokens) return false;
      }
      return true;
    };

    for await (const piece of brain.answer(question, signal)) {
      signal.throwIfAborted();
      if (piece.type === 'text') {
        if (!(await sayAll(splitter.push(piece.text)))) return TOO_LONG;
        continue;
      }
      if (!(await sayAll(splitter.finish()))) return TOO_LONG;
      closeMessage('completed');
      output.push(writeCall(piece, { responseId: order.id, outputIndex: output.length, conversation }, emit));
    }
    return (await sayAll(splitter.finish())) ? COMPLETED : TOO_LONG;
  }

  const describe = ({ status, details }: Ending | { status: 'in_progress'; details: null }, usage: unknown): unknown => ({
    object: 'realtime.response',
    id: order.id,
    status,
    status_details: details,
    output: output.map(describeItem),
    conversation_id: conversation?.id ?? null,
    output_modalities: [order.modality],
    max_output_tokens: order.maxOutputTokens,
    metadata: order.metadata,
    usage,
  });

  emit('response.created', { response: describe({ status: 'in_progress', details: null }, null) });
  const ending = await answer().catch((thrown: unknown) => endingOf(thrown, signal));
  closeMessage(ending.status === 'completed' ? 'completed' : 'incomplete');
  emit('response.done', { response: describe(ending, describeUsage(order.countInput(), count(output))) });
}

function count(items: readonly Item[]): TokenCount {
  const counts = items.map(countItem);
  return { text: counts.reduce((sum, { text }) => sum + text, 0), audio: counts.reduce((sum, { audio }) => sum + audio, 0) };
}

function total(items: readonly Item[]): number {
  const { text, audio } = count(items);
  return text + audio;
}

function endingOf(thrown: unknown, signal: AbortSignal): Ending {
  if (signal.aborted) return { status: 'cancelled', details: { type: 'cancelled', reason: signal.reason } };
  const { code, message } = toAgentError(thrown);
  return { status: 'failed', details: { type: 'failed', error: { type: 'server_error', code, message } } };
}
