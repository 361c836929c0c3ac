import assert from 'node:assert/strict';
import test from 'node:test';
import { betaFromGa } from '../../../src/providers/openai/beta-from-ga.js';

test('events get their old names, and the one that is new is kept back', () => {
  assert.equal(betaFromGa({ type: 'conversation.item.done', item: {} }), undefined);
  const renamed: [string, string][] = [
    ['conversation.item.added', 'conversation.item.created'],
    ['response.output_audio.delta', 'response.audio.delta'],
    ['response.output_audio_transcript.done', 'response.audio_transcript.done'],
    ['response.output_text.delta', 'response.text.delta'],
    ['input_audio_buffer.speech_started', 'input_audio_buffer.speech_started'],
    ['error', 'error'],
  ];
  for (const [today, then] of renamed)
    assert.deepEqual(betaFromGa({ type: today, event_id: 'e', delta: 'AAAA' }), { type: then, event_id: 'e', delta: 'AAAA' });
});

test('a session is flat again', () => {
  const session = {
    type: 'realtime',
    id: 'sess_1',
    model: 'gpt-realtime-2.1',
    output_modalities: ['audio'],
    max_output_tokens: 4096,
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24_000 },
        transcription: { model: 'whisper-1' },
        turn_detection: { type: 'semantic_vad' },
      },
      output: { format: { type: 'audio/pcma' }, voice: 'marin', speed: 1 },
    },
  };
  assert.deepEqual(betaFromGa({ type: 'session.created', session })?.session, {
    object: 'realtime.session',
    id: 'sess_1',
    model: 'gpt-realtime-2.1',
    modalities: ['text', 'audio'],
    voice: 'marin',
    speed: 1,
    input_audio_format: 'pcm16',
    output_audio_format: 'g711_alaw',
    input_audio_transcription: { model: 'whisper-1' },
    input_audio_noise_reduction: null,
    turn_detection: { type: 'semantic_vad' },
    temperature: 0.8,
    max_response_output_tokens: 4096,
  });
});

test('items, parts and responses have what a beta client adds to', () => {
  const item = {
    type: 'message',
    role: 'assistant',
    content: [
      { type: 'output_audio', transcript: 'Hi' },
      { type: 'output_text', text: 'Hi' },
    ],
  };
  const then = {
    type: 'message',
    role: 'assistant',
    content: [
      { type: 'audio', transcript: 'Hi' },
      { type: 'text', text: 'Hi' },
    ],
  };
  assert.deepEqual(betaFromGa({ type: 'response.output_item.done', item })?.item, then);
  assert.deepEqual(betaFromGa({ type: 'response.content_part.added', part: { type: 'audio' } })?.part, {
    type: 'audio',
    transcript: '',
  });
  assert.deepEqual(betaFromGa({ type: 'conversation.item.added', item: { type: 'function_call', name: 'f' } })?.item, {
    type: 'function_call',
    name: 'f',
    arguments: '',
  });
  const response = { id: 'r', output_modalities: ['text'], output: [item], usage: { total_tokens: 1 } };
  assert.deepEqual(betaFromGa({ type: 'response.done', response })?.response, {
    id: 'r',
    modalities: ['text'],
    output: [then],
    usage: { total_tokens: 1 },
  });
});
