import assert from 'node:assert/strict';
import test from 'node:test';
import { betaToGa } from '../../../src/providers/openai/beta-to-ga.js';

test('a flat session becomes one of today', () => {
  const session = {
    modalities: ['text', 'audio'],
    instructions: 'Be brief.',
    voice: 'alloy',
    input_audio_format: 'pcm16',
    output_audio_format: 'g711_ulaw',
    input_audio_transcription: { model: 'whisper-1' },
    input_audio_noise_reduction: { type: 'near_field' },
    turn_detection: { type: 'server_vad', threshold: 0.5 },
    tools: [{ type: 'function', name: 'look' }],
    tool_choice: 'auto',
    temperature: 0.8,
    max_response_output_tokens: 4096,
  };
  assert.deepEqual(betaToGa({ event_id: 'e', type: 'session.update', session }), {
    event_id: 'e',
    type: 'session.update',
    session: {
      type: 'realtime',
      output_modalities: ['audio'],
      instructions: 'Be brief.',
      tools: [{ type: 'function', name: 'look' }],
      tool_choice: 'auto',
      max_output_tokens: 4096,
      audio: {
        input: {
          format: { type: 'audio/pcm', rate: 24_000 },
          transcription: { model: 'whisper-1' },
          noise_reduction: { type: 'near_field' },
          turn_detection: { type: 'server_vad', threshold: 0.5 },
        },
        output: { format: { type: 'audio/pcmu' }, voice: 'alloy' },
      },
    },
  });
});

test('push-to-talk is said in any of the old ways', () => {
  for (const turns of [null, 'none', { type: 'none' }]) {
    const { session } = betaToGa({ type: 'session.update', session: { turn_detection: turns } }) as {
      session: { audio: { input: object } };
    };
    assert.deepEqual(session.audio.input, { turn_detection: null });
  }
});

test('what was not said is not made up', () => {
  assert.deepEqual(betaToGa({ type: 'session.update', session: { modalities: ['text'] } }), {
    type: 'session.update',
    session: { type: 'realtime', output_modalities: ['text'], audio: { input: {}, output: {} } },
  });
  for (const event of [
    { type: 'response.create' },
    { type: 'input_audio_buffer.append', audio: 'AAAA' },
    { type: 'unheard.of', session: 1 },
  ]) {
    assert.deepEqual(betaToGa(event), event);
  }
});

test('responses and items are translated too', () => {
  const response = {
    modalities: ['text'],
    instructions: 'Say hello.',
    voice: 'echo',
    temperature: 1,
    max_output_tokens: 'inf',
    conversation: 'none',
  };
  assert.deepEqual(betaToGa({ type: 'response.create', response }), {
    type: 'response.create',
    response: {
      output_modalities: ['text'],
      instructions: 'Say hello.',
      max_output_tokens: 'inf',
      conversation: 'none',
      audio: { output: { voice: 'echo' } },
    },
  });
  const item = (role: string, type: string): unknown =>
    betaToGa({ type: 'conversation.item.create', item: { type: 'message', role, content: [{ type, text: 'Hi' }] } }).item;
  assert.deepEqual(item('assistant', 'text'), {
    type: 'message',
    role: 'assistant',
    content: [{ type: 'output_text', text: 'Hi' }],
  });
  assert.deepEqual(item('user', 'input_text'), { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] });
  const output = { type: 'conversation.item.create', item: { type: 'function_call_output', call_id: 'c', output: '{}' } };
  assert.deepEqual(betaToGa(output), output);
});
