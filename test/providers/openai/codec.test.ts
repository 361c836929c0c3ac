import assert from 'node:assert/strict';
import test from 'node:test';
import { createOpenAICodec } from '../../../src/providers/openai/codec.js';
import type { Action } from '../../../src/spec/action.js';
import type { OutgoingFrame } from '../../../src/spec/codec.js';
import type { SessionConfig } from '../../../src/spec/session-config.js';

const CONFIG: SessionConfig = { turnDetection: { type: 'none' }, modality: 'voice', tools: [] };

const parsed = (frames: readonly OutgoingFrame[]) => frames.map((frame) => JSON.parse(String(frame)) as Record<string, unknown>);

const encoded = (...actions: readonly Action[]) => {
  const codec = createOpenAICodec(CONFIG);
  return parsed(actions.flatMap((action) => codec.encode(action)));
};

const decoded = (...frames: readonly object[]) => {
  const codec = createOpenAICodec(CONFIG);
  return frames.flatMap((frame) => codec.decode(frame).events);
};

const updated = (config: Partial<SessionConfig>): Action => ({
  type: 'update-session',
  config: { ...CONFIG, ...config },
  changed: ['instructions'],
});

/** The session of a `session.update`, of which the tests look at single fields. */
const sessionOf = (frame: Record<string, unknown> | undefined) =>
  frame?.session as {
    instructions?: string;
    audio: { input: { transcription: unknown; turn_detection: unknown }; output: { voice?: string; speed?: number } };
  };

const AUDIO = { type: 'response.output_audio.delta', delta: 'AAAA' };

test('every frame has an id that says what it was, so that an error finds its cause', () => {
  const frames = encoded({ type: 'create-response' }, { type: 'commit-audio' });
  assert.deepEqual(
    frames.map((frame) => frame.event_id),
    ['create-response-1', 'commit-audio-2'],
  );
});

test('audio is one frame of two fields in this order, which relays forward without parsing', () => {
  const text = createOpenAICodec(CONFIG).encodeAudio(new Uint8Array([0, 1, 2, 3, 250, 255]));
  assert.equal(text, '{"type":"input_audio_buffer.append","audio":"AAECA/r/"}');
});

test('a language is cut to what transcription takes; push-to-talk has no turn detection at all', () => {
  const { audio } = sessionOf(encoded(updated({ language: 'pt-BR' }))[0]);
  assert.deepEqual(audio.input.transcription, { model: 'gpt-transcribe', language: 'pt' });
  assert.equal(audio.input.turn_detection, null);
});

test('a page’s raw message may bring its own id', () => {
  assert.deepEqual(encoded({ type: 'send-raw', message: { type: 'x', event_id: 'mine' } }), [{ event_id: 'mine', type: 'x' }]);
});

test('a delta is audio for the speaker and a duration for the log', () => {
  const delta = Buffer.alloc(4800).toString('base64');
  const { events, audio } = createOpenAICodec(CONFIG).decode({
    type: 'response.output_audio.delta',
    item_id: 'a1',
    content_index: 1,
    delta,
  });
  assert.deepEqual(events, [{ type: 'agent-audio', itemId: 'a1', contentIndex: 1, durationMs: 100 }]);
  assert.equal(audio?.byteLength, 4800);
});

test('a call is reported once, from its own frame or from the end of the response', () => {
  const item = { type: 'function_call', id: 'f1', call_id: 'c1', name: 'look', arguments: '{}', status: 'completed' };
  const done = { type: 'response.done', response: { id: 'r1', status: 'completed', output: [item] } };
  const calls = (...frames: readonly object[]) => decoded(...frames).filter(({ type }) => type === 'tool-called').length;
  assert.equal(calls({ type: 'response.output_item.done', response_id: 'r1', item }, done), 1);
  assert.equal(calls(done), 1);
  assert.equal(calls({ ...done, response: { ...done.response, status: 'cancelled' } }), 0);
});

test('the session is configured once, when the service has created it, and with the latest configuration', () => {
  const codec = createOpenAICodec(CONFIG);
  assert.deepEqual(codec.open(), []);
  codec.encode(updated({ instructions: 'Later.' }));
  const [frame] = parsed(codec.decode({ type: 'session.created', session: {} }).replies ?? []);
  assert.equal(frame?.type, 'session.update');
  assert.equal(frame.event_id, 'update-session-2');
  assert.equal(sessionOf(frame).instructions, 'Later.');
  assert.equal(codec.decode({ type: 'session.created', session: {} }).replies, undefined);
});

test('an update leaves the voice out once there was audio, the page’s own too', () => {
  const codec = createOpenAICodec(CONFIG);
  const voiceOf = (config: Partial<SessionConfig>) => sessionOf(parsed(codec.encode(updated(config)))[0]).audio.output.voice;
  assert.equal(voiceOf({ voice: 'marin' }), 'marin');
  codec.decode(AUDIO);
  assert.equal(voiceOf({ voice: 'cedar' }), undefined);
  assert.equal(voiceOf({ clientSession: { audio: { output: { voice: 'cedar' } } } }), undefined);
});

test('the speed of the voice stays within what the service accepts', () => {
  const speedOf = (speed: number) => sessionOf(encoded(updated({ speed }))[0]).audio.output.speed;
  assert.deepEqual([1.2, 0, 9, NaN].map(speedOf), [1.2, 0.25, 1.5, undefined]);
});

test('ids that the service does not give are absent', () => {
  assert.deepEqual(
    decoded(
      { type: 'input_audio_buffer.committed' },
      { type: 'response.created' },
      { type: 'response.created', response: { id: 5 } },
      { ...AUDIO, item_id: null },
      { type: 'response.output_text.delta', delta: 'h' },
      { type: 'response.done', response: { usage: {} } },
    ),
    [
      { type: 'user-committed' },
      { type: 'response-started' },
      { type: 'response-started' },
      { type: 'agent-audio', contentIndex: 0, durationMs: 0.0625 },
      { type: 'agent-transcript', delta: 'h' },
      { type: 'response-done', status: 'completed' },
    ],
  );
});

test('errors have a meaning and name the action that they answer', () => {
  const error = (code: string, event_id: string | null = null) =>
    decoded({ type: 'error', error: { code, event_id, message: 'm' } })[0];
  const reported = (code: string, rest: object) => ({ type: 'provider-error', code, message: 'm', ...rest });
  const cases: readonly [string, object][] = [
    ['conversation_already_has_active_response', { meaning: 'response-active' }],
    ['response_cancel_not_active', { meaning: 'response-inactive' }],
    ['input_audio_buffer_commit_empty', { meaning: 'benign' }],
    ['rate_limit_exceeded', { meaning: 'error', errorCode: 'rate-limited' }],
    ['insufficient_quota', { meaning: 'fatal', errorCode: 'quota-exceeded' }],
    ['invalid_api_key', { meaning: 'fatal', errorCode: 'upstream-refused' }],
    ['constructor', { meaning: 'error' }],
  ];
  for (const [code, rest] of cases) assert.deepEqual(error(code), reported(code, rest));
  assert.deepEqual(error('x', 'create-response-3'), reported('x', { meaning: 'error', action: 'create-response' }));
  for (const eventId of ['mine', 'constructor-1', '']) assert.deepEqual(error('x', eventId), reported('x', { meaning: 'error' }));
  assert.deepEqual(error('session_expired'), { type: 'session-expiring' });
});

test('closes of the service have a meaning', () => {
  const { explainClose } = createOpenAICodec(CONFIG);
  assert.equal(explainClose(1000, ''), null);
  assert.equal(explainClose(1001, 'Your session hit the maximum duration of 60 minutes.'), 'session-expired');
  assert.equal(explainClose(1001, ''), 'connection-lost');
  assert.equal(explainClose(3000, 'invalid_request_error.invalid_api_key'), 'upstream-refused');
  assert.equal(explainClose(4000, 'invalid_request_error.invalid_model'), 'model-refused');
  assert.equal(explainClose(4000, 'invalid_request_error.beta_api_shape_disabled'), 'provider-error');
  assert.equal(explainClose(4004, 'model_not_found'), 'model-refused');
});

test('amounts that cannot be true are ignored, and roles are looked up safely', () => {
  assert.deepEqual(
    decoded(
      { type: 'input_audio_buffer.speech_started', audio_start_ms: -1 },
      { type: 'input_audio_buffer.speech_stopped', audio_end_ms: 1e308 },
      { type: 'session.created', session: { expires_at: 1e300 } },
      { type: 'conversation.item.added', item: { type: 'constructor', role: 'constructor' } },
      {
        type: 'conversation.item.input_audio_transcription.completed',
        transcript: 'hi',
        usage: { type: 'duration', seconds: -5 },
      },
    ),
    [
      { type: 'user-started' },
      { type: 'user-stopped' },
      { type: 'session-created' },
      { type: 'item-added', kind: 'other' },
      { type: 'user-transcript-done', text: 'hi' },
    ],
  );
});

test('a transcript is final once the service says so', () => {
  const type = 'conversation.item.input_audio_transcription.completed';
  assert.deepEqual(
    decoded(
      { type, item_id: 'u1', transcript: 'Good', status: 'in_progress' },
      { type, item_id: 'u1', transcript: 'Good day', status: 'completed' },
    ),
    [{ type: 'user-transcript-done', itemId: 'u1', text: 'Good day' }],
  );
});

test('usage beside the response counts', () => {
  const usage = { input_token_details: { text_tokens: 3 }, output_token_details: { text_tokens: 2 } };
  const [done] = decoded({ type: 'response.done', response: { id: 'r1', usage: {} }, usage });
  assert.ok(done?.type === 'response-done');
  assert.deepEqual([done.usage?.inputText, done.usage?.outputText], [3, 2]);
});
