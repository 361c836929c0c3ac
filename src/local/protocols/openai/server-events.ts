import { toAgentError } from '../../../spec/agent-error.js';
import type { ConversationEvent, Placed, AgentResponse, ResponseOutcome } from '../../conversation/events.js';
import type { Item, MessageItem } from '../../conversation/items.js';
import { BYTES_PER_MS } from '../../conversation/speech.js';
import { describeItem } from './items.js';
import { countInput, countItems, describeTranscriptionUsage, describeUsage } from './usage.js';

/** Sends one server event; `event_id` is added. */
export type Send = (type: string, fields: Readonly<Record<string, unknown>>) => void;

/** Audio in one delta. */
const DELTA_BYTES = 200 * BYTES_PER_MS;

/** Sends the server events that a client of OpenAI's API expects for an event of the conversation. */
export function sendEvent(event: Exclude<ConversationEvent, { type: 'failed' }>, conversationId: string, send: Send): void {
  switch (event.type) {
    case 'user-started':
      return send('input_audio_buffer.speech_started', { audio_start_ms: Math.round(event.atMs), item_id: event.itemId });
    case 'user-stopped':
      return send('input_audio_buffer.speech_stopped', { audio_end_ms: Math.round(event.atMs), item_id: event.itemId });
    case 'user-committed':
      send('input_audio_buffer.committed', { previous_item_id: event.previousId, item_id: event.item.id });
      return sendItem(event, send);
    case 'user-transcript-delta': {
      const { itemId: item_id, delta } = event;
      return send('conversation.item.input_audio_transcription.delta', { item_id, content_index: 0, delta });
    }
    case 'user-transcript': {
      const { itemId: item_id, text: transcript, audioMs, tokens } = event;
      const usage = describeTranscriptionUsage(audioMs, tokens);
      return send('conversation.item.input_audio_transcription.completed', { item_id, content_index: 0, transcript, usage });
    }
    case 'user-transcript-failed': {
      const message = event.cause instanceof Error ? event.cause.message : String(event.cause);
      const error = { type: 'server_error', code: 'internal', message, param: null };
      return send('conversation.item.input_audio_transcription.failed', { item_id: event.itemId, content_index: 0, error });
    }
    case 'item-added':
      return sendItem(event, send);
    case 'response-started':
      return send('response.created', { response: describeResponse(event.response, conversationId) });
    case 'message-started': {
      const item = { ...describeItem(event.item), content: [] };
      send('response.output_item.added', { ...inResponse(event), item });
      sendUnlessOutOfBand('conversation.item.added', event, item, send);
      return send('response.content_part.added', { ...inPart(event), part: describePart(event.item) });
    }
    case 'message-delta': {
      const delta = event.text;
      if (event.response.settings.modality === 'text') return send('response.output_text.delta', { ...inPart(event), delta });
      send('response.output_audio_transcript.delta', { ...inPart(event), delta });
      return sendAudio(event.audio ?? new Uint8Array(0), inPart(event), send);
    }
    case 'message-ended': {
      const part = describePart(event.item);
      if ('text' in part) send('response.output_text.done', { ...inPart(event), text: part.text });
      else {
        send('response.output_audio.done', inPart(event));
        send('response.output_audio_transcript.done', { ...inPart(event), transcript: part.transcript });
      }
      send('response.content_part.done', { ...inPart(event), part });
      const item = describeItem(event.item);
      sendUnlessOutOfBand('conversation.item.done', event, item, send);
      return send('response.output_item.done', { ...inResponse(event), item });
    }
    case 'tool-called': {
      const { name, arguments: given, callId } = event.item;
      const item = describeItem(event.item);
      const started = { ...item, status: 'in_progress', arguments: '' };
      const inItem = { ...inResponse(event), item_id: event.item.id, call_id: callId };
      send('response.output_item.added', { ...inResponse(event), item: started });
      sendUnlessOutOfBand('conversation.item.added', event, started, send);
      send('response.function_call_arguments.delta', { ...inItem, delta: given });
      send('response.function_call_arguments.done', { ...inItem, name, arguments: given });
      sendUnlessOutOfBand('conversation.item.done', event, item, send);
      return send('response.output_item.done', { ...inResponse(event), item });
    }
    case 'response-ended':
      return send('response.done', { response: describeResponse(event.response, conversationId, event.outcome) });
    default:
      event satisfies never;
  }
}

function sendItem({ item, previousId }: Placed<Item>, send: Send): void {
  const fields = { previous_item_id: previousId, item: describeItem(item) };
  send('conversation.item.added', fields);
  send('conversation.item.done', fields);
}

type OutputEvent = { readonly response: AgentResponse } & Placed<Item>;

function sendUnlessOutOfBand(type: string, { response, previousId }: OutputEvent, item: unknown, send: Send): void {
  if (!response.settings.outOfBand) send(type, { previous_item_id: previousId, item });
}

function sendAudio(audio: Uint8Array, fields: Readonly<Record<string, unknown>>, send: Send): void {
  for (let from = 0; from < audio.length; from += DELTA_BYTES) {
    const delta = Buffer.from(audio.buffer, audio.byteOffset + from, Math.min(DELTA_BYTES, audio.length - from));
    send('response.output_audio.delta', { ...fields, delta: delta.toString('base64') });
  }
}

function inResponse({ response, item }: Pick<OutputEvent, 'response' | 'item'>) {
  return { response_id: response.id, output_index: response.output.indexOf(item) };
}

function inPart(event: Pick<OutputEvent, 'response' | 'item'>) {
  return { ...inResponse(event), item_id: event.item.id, content_index: 0 };
}

/** In these events parts have shorter type names than in items. */
function describePart({ content: [part] }: MessageItem) {
  return part?.type === 'audio'
    ? { type: 'audio', transcript: part.transcript }
    : { type: 'text', text: part !== undefined && 'text' in part ? part.text : '' };
}

function describeResponse(
  { id, settings, input, output }: AgentResponse,
  conversationId: string,
  outcome?: ResponseOutcome,
): unknown {
  return {
    object: 'realtime.response',
    id,
    ...describeOutcome(outcome),
    output: output.map(describeItem),
    conversation_id: settings.outOfBand ? null : conversationId,
    output_modalities: [settings.modality],
    max_output_tokens: Number.isFinite(settings.maxOutputTokens) ? settings.maxOutputTokens : 'inf',
    metadata: settings.metadata,
    usage: outcome === undefined ? null : describeUsage(countInput(settings, input), countItems(output)),
  };
}

function describeOutcome(outcome: ResponseOutcome | undefined): { readonly status: string; readonly status_details: unknown } {
  switch (outcome?.type) {
    case undefined:
      return { status: 'in_progress', status_details: null };
    case 'completed':
      return { status: 'completed', status_details: null };
    case 'token-limit':
      return { status: 'incomplete', status_details: { type: 'incomplete', reason: 'max_output_tokens' } };
    case 'cancelled': {
      const reason = outcome.reason === 'interrupted' ? 'turn_detected' : 'client_cancelled';
      return { status: 'cancelled', status_details: { type: 'cancelled', reason } };
    }
    case 'failed': {
      const { code, message } = toAgentError(outcome.cause);
      return { status: 'failed', status_details: { type: 'failed', error: { type: 'server_error', code, message } } };
    }
  }
}
