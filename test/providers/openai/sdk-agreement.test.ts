import assert from 'node:assert/strict';
import test from 'node:test';
import type { RealtimeClientEvent, RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import { UNUSED_EVENTS, USED_EVENTS } from '../../../src/providers/openai/decode-frame.js';
import { encodeEvent } from '../../../src/providers/openai/encode-action.js';
import { sessionUpdate } from '../../../src/providers/openai/session-update.js';
import { ACTIONS } from '../../rigs/provider-contract.js';
import { GA_FRAMES } from './ga-frames.js';

type Sent = ReturnType<typeof encodeEvent> | { type: 'session.update'; session: ReturnType<typeof sessionUpdate> };

/** What JSON leaves of `T`. */
type Json<T> = T extends object ? { [K in keyof T]: Json<Exclude<T[K], undefined>> } : T;

/** Compiles only as long as everything we send is something OpenAI's own client may send. */
const asOpenAIs = (event: Sent): RealtimeClientEvent => JSON.parse(JSON.stringify(event)) as Json<Sent>;

/** Compiles only as long as this is exactly the list of OpenAI's server events. */
const SERVER_EVENTS: Readonly<Record<RealtimeServerEvent['type'], true>> = {
  'conversation.created': true,
  'conversation.item.added': true,
  'conversation.item.created': true,
  'conversation.item.deleted': true,
  'conversation.item.done': true,
  'conversation.item.input_audio_transcription.completed': true,
  'conversation.item.input_audio_transcription.delta': true,
  'conversation.item.input_audio_transcription.failed': true,
  'conversation.item.input_audio_transcription.segment': true,
  'conversation.item.retrieved': true,
  'conversation.item.truncated': true,
  error: true,
  'input_audio_buffer.cleared': true,
  'input_audio_buffer.committed': true,
  'input_audio_buffer.dtmf_event_received': true,
  'input_audio_buffer.speech_started': true,
  'input_audio_buffer.speech_stopped': true,
  'input_audio_buffer.timeout_triggered': true,
  'mcp_list_tools.completed': true,
  'mcp_list_tools.failed': true,
  'mcp_list_tools.in_progress': true,
  'output_audio_buffer.cleared': true,
  'output_audio_buffer.started': true,
  'output_audio_buffer.stopped': true,
  'rate_limits.updated': true,
  'response.content_part.added': true,
  'response.content_part.done': true,
  'response.created': true,
  'response.done': true,
  'response.function_call_arguments.delta': true,
  'response.function_call_arguments.done': true,
  'response.mcp_call.completed': true,
  'response.mcp_call.failed': true,
  'response.mcp_call.in_progress': true,
  'response.mcp_call_arguments.delta': true,
  'response.mcp_call_arguments.done': true,
  'response.output_audio.delta': true,
  'response.output_audio.done': true,
  'response.output_audio_transcript.delta': true,
  'response.output_audio_transcript.done': true,
  'response.output_item.added': true,
  'response.output_item.done': true,
  'response.output_text.delta': true,
  'response.output_text.done': true,
  'session.created': true,
  'session.updated': true,
};

test('every event that OpenAI’s SDK knows is used or listed as unused, and we use no others', () => {
  const [unused, others] = [true, false].map((left) =>
    Object.keys(SERVER_EVENTS).filter((name) => UNUSED_EVENTS.test(name) === left),
  );
  assert.deepEqual([...USED_EVENTS].sort(), others?.sort());
  assert.equal(unused?.length, 23);
});

test('the samples have one frame of every GA event that is read', () => {
  assert.deepEqual(GA_FRAMES.map(({ type }) => type).sort(), [...USED_EVENTS].sort());
});

test('what we send is what OpenAI’s SDK would send', () => {
  const { 'send-raw': _raw, 'update-session': update, ...others } = ACTIONS;
  const events = [
    ...Object.values(others).map(encodeEvent),
    { type: 'session.update', session: sessionUpdate(update.config) } as const,
  ];
  for (const event of events) assert.equal(typeof asOpenAIs(event).type, 'string');
});
