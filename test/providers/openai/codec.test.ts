import assert from 'node:assert/strict';
import test from 'node:test';
import { createOpenAICodec } from '../../../src/providers/openai/codec.js';
import type { SessionConfig } from '../../../src/spec/session-config.js';

const CONFIG: SessionConfig = { turnDetection: { type: 'none' }, modality: 'voice', tools: [] };

const encoded = (...actions: readonly Parameters<ReturnType<typeof createOpenAICodec>['encode']>[0][]) => {
  const codec = createOpenAICodec();
  return actions.flatMap((action) => codec.encode(action)).map((text) => JSON.parse(text) as Record<string, unknown>);
};

test('every frame has an id that says what it was, so that an error finds its cause', () => {
  const frames = encoded({ type: 'create-response' }, { type: 'commit-audio' });
  assert.deepEqual(
    frames.map((frame) => frame.event_id),
    ['create-response-1', 'commit-audio-2'],
  );
});

test('sound is one frame of two fields in this order, which relays forward without parsing', () => {
  const text = createOpenAICodec().encodeAudio(new Uint8Array([0, 1, 2, 3, 250, 255]));
  assert.equal(text, '{"type":"input_audio_buffer.append","audio":"AAECA/r/"}');
});

test('a language is cut to what transcription takes; push-to-talk has no turn detection at all', () => {
  const [frame] = encoded({ type: 'configure', config: { ...CONFIG, language: 'pt-BR' }, audioHeard: false });
  const { audio } = frame?.session as { audio: { input: { transcription: unknown; turn_detection: unknown } } };
  assert.deepEqual(audio.input.transcription, { model: 'gpt-transcribe', language: 'pt' });
  assert.equal(audio.input.turn_detection, null);
});

test('a page’s raw message may bring its own id', () => {
  assert.deepEqual(encoded({ type: 'send-raw', message: { type: 'x', event_id: 'mine' } }), [{ event_id: 'mine', type: 'x' }]);
});

test('a delta is sound for the speaker and a length for the log', () => {
  const delta = Buffer.alloc(4800).toString('base64');
  const { events, audio } = createOpenAICodec().decode({
    type: 'response.output_audio.delta',
    item_id: 'a1',
    content_index: 1,
    delta,
  });
  assert.deepEqual(events, [{ type: 'agent-audio', itemId: 'a1', contentIndex: 1, durationMs: 100 }]);
  assert.equal(audio?.bytes.byteLength, 4800);
});

test('a call is told once, from its own frame or from the end of the response', () => {
  const item = { type: 'function_call', id: 'f1', call_id: 'c1', name: 'look', arguments: '{}', status: 'completed' };
  const done = { type: 'response.done', response: { id: 'r1', status: 'completed', output: [item] } };
  const calls = (...frames: readonly object[]) => {
    const codec = createOpenAICodec();
    return frames.flatMap((frame) => codec.decode(frame).events).filter((event) => event.type === 'tool-called').length;
  };
  assert.equal(calls({ type: 'response.output_item.done', response_id: 'r1', item }, done), 1);
  assert.equal(calls(done), 1);
  assert.equal(calls({ ...done, response: { ...done.response, status: 'cancelled' } }), 0);
});
