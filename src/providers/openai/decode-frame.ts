import { bytesIn, fieldsIn, isFields, numberIn, textIn, type Fields } from '../../lib/fields.js';
import { durationMs } from '../../spec/audio-format.js';
import type { Decoded } from '../../spec/codec.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import { OPENAI_AUDIO } from './audio-format.js';
import { readAddedItem, readToolCall } from './read-item.js';
import { readError, readRateLimits, readResponseDone, readSessionCreated, readSessionUpdated } from './read-session.js';
import { readTranscriptionUsage } from './read-usage.js';

/** Reads one kind of frame. `undefined` means that a field it cannot do without is missing. */
type Reader = (frame: Fields) => Decoded | undefined;

/**
 * Server events that say nothing the session needs: it hears of the same thing by another event, or it is about features
 * that are not used. They stand in the log as raw frames all the same.
 */
export const UNNEEDED: ReadonlySet<string> = new Set([
  'conversation.created',
  'conversation.item.deleted',
  'conversation.item.done',
  'conversation.item.input_audio_transcription.segment',
  'conversation.item.retrieved',
  'input_audio_buffer.cleared',
  'input_audio_buffer.dtmf_event_received',
  'mcp_list_tools.completed',
  'mcp_list_tools.failed',
  'mcp_list_tools.in_progress',
  'output_audio_buffer.cleared',
  'output_audio_buffer.started',
  'output_audio_buffer.stopped',
  'response.content_part.added',
  'response.content_part.done',
  'response.function_call_arguments.delta',
  'response.function_call_arguments.done',
  'response.mcp_call.completed',
  'response.mcp_call.failed',
  'response.mcp_call.in_progress',
  'response.mcp_call_arguments.delta',
  'response.mcp_call_arguments.done',
  'response.output_item.added',
]);

/** By event name. Servers that follow OpenAI mix the names of today with those of the beta, so both are read at all times. */
const READERS: Readonly<Record<string, Reader>> = {
  'session.created': (frame) => told(readSessionCreated(fieldsIn(frame, 'session'))),
  'session.updated': (frame) => told(readSessionUpdated(fieldsIn(frame, 'session'))),
  'input_audio_buffer.speech_started': (frame) => told({ type: 'user-started', ...itemAndTime(frame, 'audio_start_ms') }),
  'input_audio_buffer.speech_stopped': (frame) => told({ type: 'user-stopped', ...itemAndTime(frame, 'audio_end_ms') }),
  'input_audio_buffer.timeout_triggered': withItem((itemId) => ({ type: 'user-silent', itemId })),
  'input_audio_buffer.committed': withItem((itemId, frame) => {
    const previousItemId = textIn(frame, 'previous_item_id');
    return { type: 'user-committed', itemId, ...(previousItemId === undefined ? {} : { previousItemId }) };
  }),
  'conversation.item.added': readAdded,
  'conversation.item.created': readAdded,
  'conversation.item.truncated': withItem((itemId, frame) => ({
    type: 'item-truncated',
    itemId,
    audioEndMs: numberIn(frame, 'audio_end_ms') ?? 0,
  })),
  'conversation.item.input_audio_transcription.delta': withItem((itemId, frame) => ({
    type: 'user-transcript',
    itemId,
    delta: textIn(frame, 'delta') ?? '',
  })),
  'conversation.item.input_audio_transcription.completed': withItem((itemId, frame) => {
    const usage = readTranscriptionUsage(frame.usage);
    return {
      type: 'user-transcript-done',
      itemId,
      text: textIn(frame, 'transcript') ?? '',
      ...(usage === undefined ? {} : { usage }),
    };
  }),
  'conversation.item.input_audio_transcription.failed': withItem((itemId, frame) => ({
    type: 'user-transcript-failed',
    itemId,
    message: textIn(fieldsIn(frame, 'error'), 'message') ?? 'The transcription failed.',
  })),
  'response.created': (frame) => {
    const responseId = textIn(fieldsIn(frame, 'response'), 'id');
    return responseId === undefined ? undefined : told({ type: 'response-started', responseId });
  },
  'response.done': (frame) => {
    const events = readResponseDone(fieldsIn(frame, 'response'));
    return events === undefined ? undefined : { events };
  },
  'response.output_audio.delta': readAudio,
  'response.audio.delta': readAudio,
  'response.output_audio.done': withItem((itemId, frame) => ({ type: 'agent-audio-done', itemId, ...responseOf(frame) })),
  'response.audio.done': withItem((itemId, frame) => ({ type: 'agent-audio-done', itemId, ...responseOf(frame) })),
  'response.output_audio_transcript.delta': readAgentDelta,
  'response.audio_transcript.delta': readAgentDelta,
  'response.output_text.delta': readAgentDelta,
  'response.text.delta': readAgentDelta,
  'response.output_audio_transcript.done': readAgentText('transcript'),
  'response.audio_transcript.done': readAgentText('transcript'),
  'response.output_text.done': readAgentText('text'),
  'response.text.done': readAgentText('text'),
  'response.output_item.done': (frame) => {
    const call = readToolCall(fieldsIn(frame, 'item'), textIn(frame, 'response_id'));
    return { events: call === undefined ? [] : [call] };
  },
  'rate_limits.updated': (frame) => told(readRateLimits(frame)),
  error: (frame) => told(readError(frame)),
};

/** Names that {@link decodeFrame} reads, for the test that compares them with OpenAI's own list. */
export const READ: ReadonlySet<string> = new Set(Object.keys(READERS));

export function decodeFrame(frame: unknown): Decoded {
  if (!isFields(frame)) return ignored('(not an object)');
  const name = textIn(frame, 'type') ?? '(no type)';
  if (UNNEEDED.has(name)) return { events: [] };
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  return reader?.(frame) ?? ignored(name);
}

function told(event: ProviderEvent): Decoded {
  return { events: [event] };
}

function ignored(name: string): Decoded {
  return told({ type: 'frame-ignored', name });
}

function withItem(read: (itemId: string, frame: Fields) => ProviderEvent): Reader {
  return (frame) => {
    const itemId = textIn(frame, 'item_id');
    return itemId === undefined ? undefined : told(read(itemId, frame));
  };
}

function readAdded(frame: Fields): Decoded | undefined {
  const event = readAddedItem(fieldsIn(frame, 'item'), textIn(frame, 'previous_item_id'));
  return event === undefined ? undefined : told(event);
}

function readAgentDelta(frame: Fields): Decoded | undefined {
  return withItem((itemId) => ({ type: 'agent-transcript', itemId, delta: textIn(frame, 'delta') ?? '', ...responseOf(frame) }))(
    frame,
  );
}

function readAgentText(field: 'transcript' | 'text'): Reader {
  return withItem((itemId, frame) => ({
    type: 'agent-transcript-done',
    itemId,
    text: textIn(frame, field) ?? '',
    ...responseOf(frame),
  }));
}

function readAudio(frame: Fields): Decoded | undefined {
  const itemId = textIn(frame, 'item_id');
  const bytes = bytesIn(frame, 'delta');
  if (itemId === undefined || bytes === undefined) return undefined;
  const contentIndex = numberIn(frame, 'content_index') ?? 0;
  return {
    events: [
      { type: 'agent-audio', itemId, contentIndex, durationMs: durationMs(OPENAI_AUDIO, bytes.length), ...responseOf(frame) },
    ],
    audio: { itemId, bytes },
  };
}

function responseOf(frame: Fields): { readonly responseId?: string } {
  const responseId = textIn(frame, 'response_id');
  return responseId === undefined ? {} : { responseId };
}

function itemAndTime(frame: Fields, timeField: string): { readonly itemId?: string; readonly audioMs?: number } {
  const itemId = textIn(frame, 'item_id');
  const audioMs = numberIn(frame, timeField);
  return { ...(itemId === undefined ? {} : { itemId }), ...(audioMs === undefined ? {} : { audioMs }) };
}
