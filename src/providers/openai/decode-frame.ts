import { bytesIn, defined, fieldsIn, isFields, numberIn, textIn, type Draft, type Fields } from '../../lib/fields.js';
import { durationMs } from '../../spec/audio-format.js';
import type { Decoded } from '../../spec/codec.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import { OPENAI_AUDIO } from './audio-format.js';
import { readAddedItem, readToolCall } from './read-item.js';
import { readError, readRateLimits, readResponseDone, readSessionCreated, readSessionUpdated } from './read-session.js';
import { readTranscriptionUsage } from './read-usage.js';

type Event = Draft<ProviderEvent>;

/** Reads one kind of frame. `undefined` means that a field it cannot do without is missing. */
type Reader = (frame: Fields) => Event | readonly Event[] | undefined;

/**
 * Server events that say nothing the session needs: it hears of the same thing by another event, or it is about features
 * that are not used. They stand in the log as raw frames all the same.
 */
export const UNNEEDED = new RegExp(
  '^(mcp_|output_audio_buffer|conversation.(created|item.(deleted|done|retrieved|input_audio_transcription.segment))|' +
    'input_audio_buffer.(cleared|dtmf)|response.(content_part|function_call|mcp_|output_item.added))',
);

/** The speech itself: the one frame that means more than events. */
const AUDIO = 'response.output_audio.delta';

/** By event name. */
const READERS: Readonly<Record<string, Reader>> = {
  'session.created': (frame) => readSessionCreated(fieldsIn(frame, 'session')),
  'session.updated': (frame) => readSessionUpdated(fieldsIn(frame, 'session')),
  'input_audio_buffer.speech_started': (frame) => ({
    type: 'user-started',
    itemId: textIn(frame, 'item_id'),
    audioMs: numberIn(frame, 'audio_start_ms'),
  }),
  'input_audio_buffer.speech_stopped': (frame) => ({
    type: 'user-stopped',
    itemId: textIn(frame, 'item_id'),
    audioMs: numberIn(frame, 'audio_end_ms'),
  }),
  'input_audio_buffer.timeout_triggered': withItem((itemId) => ({ type: 'user-silent', itemId })),
  'input_audio_buffer.committed': withItem((itemId, frame) => ({
    type: 'user-committed',
    itemId,
    previousItemId: textIn(frame, 'previous_item_id'),
  })),
  'conversation.item.added': readAddedItem,
  'conversation.item.created': readAddedItem,
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
  'conversation.item.input_audio_transcription.completed': withItem((itemId, frame) => ({
    type: 'user-transcript-done',
    itemId,
    text: textIn(frame, 'transcript') ?? '',
    usage: readTranscriptionUsage(frame.usage),
  })),
  'conversation.item.input_audio_transcription.failed': withItem((itemId, frame) => ({
    type: 'user-transcript-failed',
    itemId,
    message: textIn(fieldsIn(frame, 'error'), 'message') ?? 'The transcription failed.',
  })),
  'response.created': (frame) => {
    const responseId = textIn(fieldsIn(frame, 'response'), 'id');
    return responseId === undefined ? undefined : { type: 'response-started', responseId };
  },
  'response.done': (frame) => readResponseDone(fieldsIn(frame, 'response')),
  'response.output_audio.done': withItem((itemId, _frame, responseId) => ({ type: 'agent-audio-done', itemId, responseId })),
  'response.output_audio_transcript.delta': readAgentDelta(),
  'response.output_text.delta': readAgentDelta(),
  'response.output_audio_transcript.done': readAgentText('transcript'),
  'response.output_text.done': readAgentText('text'),
  'response.output_item.done': (frame) => readToolCall(fieldsIn(frame, 'item'), textIn(frame, 'response_id')),
  'rate_limits.updated': readRateLimits,
  error: readError,
};

/** Names that {@link decodeFrame} reads, for the test that compares them with OpenAI's own list. */
export function namesRead(): readonly string[] {
  return [AUDIO, ...Object.keys(READERS)];
}

export function decodeFrame(frame: unknown): Decoded {
  if (!isFields(frame)) return told(ignored('(not an object)'));
  const name = textIn(frame, 'type') ?? '(no type)';
  if (UNNEEDED.test(name)) return told([]);
  const today = nameOfToday(name);
  if (today === AUDIO) return readAudio(frame) ?? told(ignored(name));
  const reader = Object.hasOwn(READERS, today) ? READERS[today] : undefined;
  return told(reader?.(frame) ?? ignored(name));
}

/** Servers that follow OpenAI mix the names of today with those of the beta, so both are read at all times. */
function nameOfToday(name: string): string {
  return name.replace(/^response\.(?=audio|text)/, 'response.output_');
}

function told(events: Event | readonly Event[]): Decoded {
  return { events: [events].flat().map((event) => defined<ProviderEvent>(event)) };
}

function ignored(name: string): Event {
  return { type: 'frame-ignored', name };
}

function withItem(read: (itemId: string, frame: Fields, responseId: string | undefined) => Event): Reader {
  return (frame) => {
    const itemId = textIn(frame, 'item_id');
    return itemId === undefined ? undefined : read(itemId, frame, textIn(frame, 'response_id'));
  };
}

function readAgentDelta(): Reader {
  return withItem((itemId, frame, responseId) => ({
    type: 'agent-transcript',
    itemId,
    responseId,
    delta: textIn(frame, 'delta') ?? '',
  }));
}

function readAgentText(field: 'transcript' | 'text'): Reader {
  return withItem((itemId, frame, responseId) => ({
    type: 'agent-transcript-done',
    itemId,
    responseId,
    text: textIn(frame, field) ?? '',
  }));
}

function readAudio(frame: Fields): Decoded | undefined {
  const itemId = textIn(frame, 'item_id');
  const bytes = bytesIn(frame, 'delta');
  if (itemId === undefined || bytes === undefined) return undefined;
  const event: Event = {
    type: 'agent-audio',
    itemId,
    responseId: textIn(frame, 'response_id'),
    contentIndex: numberIn(frame, 'content_index') ?? 0,
    durationMs: durationMs(OPENAI_AUDIO, bytes.length),
  };
  return { ...told(event), audio: { itemId, bytes } };
}
