import { bytesIn, defined, fieldsIn, isFields, textIn, type Draft, type Fields } from '../../lib/fields.js';
import { durationMs } from '../../spec/audio-format.js';
import type { Decoded } from '../../spec/codec.js';
import type { DecodedEvent } from '../../spec/voice-event.js';
import { OPENAI_AUDIO } from './audio-format.js';
import { countIn } from './count.js';
import { readError } from './errors.js';
import { readAddedItem, readToolCall } from './read-item.js';
import { readRateLimits, readResponseDone, readSessionCreated, readSessionUpdated } from './read-session.js';
import { readTranscriptionUsage } from './read-usage.js';

type Event = Draft<DecodedEvent>;

/** Reads one kind of frame. `undefined` means that a field it needs is missing. */
type Reader = (frame: Fields) => Event | readonly Event[] | undefined;

/**
 * Server events that the session does not need: another event reports the same thing, or they belong to features that are not
 * used. The log has them as raw frames.
 */
export const UNUSED_EVENTS = new RegExp(
  '^(mcp_|output_audio_buffer|conversation.(created|item.(deleted|done|retrieved|input_audio_transcription.segment))|' +
    'input_audio_buffer.(cleared|dtmf)|response.(content_part|function_call|mcp_|output_item.added))',
);

const AUDIO_DELTA = 'response.output_audio.delta';

/** By event name. Not every server gives ids. */
const READERS = new Map<string, Reader>([
  ['session.created', (frame) => readSessionCreated(fieldsIn(frame, 'session'))],
  ['session.updated', (frame) => readSessionUpdated(fieldsIn(frame, 'session'))],
  [
    'input_audio_buffer.speech_started',
    (frame) => ({ type: 'user-started', itemId: textIn(frame, 'item_id'), audioMs: countIn(frame, 'audio_start_ms') }),
  ],
  [
    'input_audio_buffer.speech_stopped',
    (frame) => ({ type: 'user-stopped', itemId: textIn(frame, 'item_id'), audioMs: countIn(frame, 'audio_end_ms') }),
  ],
  ['input_audio_buffer.timeout_triggered', (frame) => ({ type: 'user-silent', itemId: textIn(frame, 'item_id') })],
  [
    'input_audio_buffer.committed',
    (frame) => ({
      type: 'user-committed',
      itemId: textIn(frame, 'item_id'),
      previousItemId: textIn(frame, 'previous_item_id'),
    }),
  ],
  ['conversation.item.added', readAddedItem],
  ['conversation.item.created', readAddedItem],
  [
    'conversation.item.truncated',
    (frame) => ({ type: 'item-truncated', itemId: textIn(frame, 'item_id'), audioEndMs: countIn(frame, 'audio_end_ms') ?? 0 }),
  ],
  [
    'conversation.item.input_audio_transcription.delta',
    (frame) => ({ type: 'user-transcript', itemId: textIn(frame, 'item_id'), delta: textIn(frame, 'delta') ?? '' }),
  ],
  ['conversation.item.input_audio_transcription.completed', readUserTranscript],
  [
    'conversation.item.input_audio_transcription.failed',
    (frame) => ({
      type: 'user-transcript-failed',
      itemId: textIn(frame, 'item_id'),
      message: textIn(fieldsIn(frame, 'error'), 'message') ?? 'The transcription failed.',
    }),
  ],
  ['response.created', (frame) => ({ type: 'response-started', responseId: textIn(fieldsIn(frame, 'response'), 'id') })],
  ['response.done', readResponseDone],
  ['response.output_audio.done', (frame) => ({ type: 'agent-audio-done', ...idsOf(frame) })],
  ['response.output_audio_transcript.delta', readAgentDelta],
  ['response.output_text.delta', readAgentDelta],
  ['response.output_audio_transcript.done', (frame) => readAgentText(frame, 'transcript')],
  ['response.output_text.done', (frame) => readAgentText(frame, 'text')],
  ['response.output_item.done', (frame) => readToolCall(fieldsIn(frame, 'item'), textIn(frame, 'response_id'))],
  ['rate_limits.updated', readRateLimits],
  ['error', readError],
]);

/** Names that {@link decodeFrame} reads, for the test that compares them with OpenAI's own list. */
export const USED_EVENTS: readonly string[] = [AUDIO_DELTA, ...READERS.keys()];

export function decodeFrame(frame: unknown): Decoded {
  if (!isFields(frame)) return decoded(ignored('(not an object)'));
  const name = textIn(frame, 'type') ?? '(no type)';
  if (UNUSED_EVENTS.test(name)) return decoded([]);
  const gaName = toGaName(name);
  if (gaName === AUDIO_DELTA) return readAudio(frame) ?? decoded(ignored(name));
  return decoded(READERS.get(gaName)?.(frame) ?? ignored(name));
}

/** Compatible servers mix the names of GA with those of the beta, so both are always read. */
function toGaName(name: string): string {
  return name.replace(/^response\.(?=audio|text)/, 'response.output_');
}

function decoded(events: Event | readonly Event[]): Decoded {
  return { events: [events].flat().map((event) => defined<DecodedEvent>(event)) };
}

function ignored(name: string): Event {
  return { type: 'frame-ignored', name };
}

function idsOf(frame: Fields): Record<'itemId' | 'responseId', string | undefined> {
  return { itemId: textIn(frame, 'item_id'), responseId: textIn(frame, 'response_id') };
}

function readAgentDelta(frame: Fields): Event {
  return { type: 'agent-transcript', ...idsOf(frame), delta: textIn(frame, 'delta') ?? '' };
}

function readAgentText(frame: Fields, field: 'transcript' | 'text'): Event {
  return { type: 'agent-transcript-done', ...idsOf(frame), text: textIn(frame, field) ?? '' };
}

/** Some servers repeat the event with all that was recognised so far; only the last one is final. */
function readUserTranscript(frame: Fields): readonly Event[] {
  if (frame.status === 'in_progress') return [];
  const itemId = textIn(frame, 'item_id');
  const text = textIn(frame, 'transcript') ?? '';
  return [{ type: 'user-transcript-done', itemId, text, usage: readTranscriptionUsage(frame.usage) }];
}

function readAudio(frame: Fields): Decoded | undefined {
  const audio = bytesIn(frame, 'delta');
  if (audio === undefined) return undefined;
  const { events } = decoded({
    type: 'agent-audio',
    ...idsOf(frame),
    contentIndex: countIn(frame, 'content_index') ?? 0,
    durationMs: durationMs(OPENAI_AUDIO, audio.length),
  });
  return { events, audio };
}
