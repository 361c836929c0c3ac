import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Brain } from '../../../../src/local/brain/brain.js';
import { createLlmBrain } from '../../../../src/local/brain/llm-brain.js';
import { createRuleBrain } from '../../../../src/local/brain/rule-brain.js';
import { createConnection } from '../../../../src/local/protocols/openai/connection.js';
import { at, createLocalClient, type LocalClient } from '../../../rigs/local-client.js';
import { createScriptedEngines, LETTER_MS } from '../../../rigs/scripted-engines.js';
import { openScriptedModel, textChunk } from '../../../rigs/scripted-model.js';
import { loudThenSilent } from '../../../rigs/test-sounds.js';

const LONG =
  'One is a number. Two is a number. Three is a number. Four is a number. Five is a number. Six is a number. Seven is one.';

const life = new AbortController();
const lives = [life];
after(() => lives.forEach((one) => one.abort()));

function connect(engines = createScriptedEngines(), own = new AbortController(), brain: Brain = createRuleBrain()): LocalClient {
  lives.push(own);
  return createLocalClient(createConnection({ brain, engines }, {}, own.signal));
}

test('is not interrupted where the session forbids it', async () => {
  const client = connect();
  await client.configure({ audio: { input: { turn_detection: { type: 'server_vad', interrupt_response: false } } } });
  client.send('response.create', {
    response: { instructions: 'Say exactly: "One sentence is here. And here is another one, which is the last."' },
  });
  await client.until('response.created');
  client.sendAudio(loudThenSilent(500, 800));
  assert.equal(at(await client.until('response.done'), 'response.status'), 'completed');
});

test('cancels on request and rejects a cancel without a response', async () => {
  const client = connect();
  client.send('response.cancel', { event_id: 'mine' });
  const refused = await client.until('error');
  assert.equal(at(refused, 'error.code'), 'response_cancel_not_active');
  assert.equal(at(refused, 'error.event_id'), 'mine');

  client.send('response.create', { response: { instructions: `Say exactly: "${LONG}"` } });
  client.send('response.create');
  assert.equal(at(await client.until('error'), 'error.code'), 'conversation_already_has_active_response');
  await client.until('response.output_audio.delta');
  client.send('response.cancel');
  const done = await client.until('response.done');
  assert.deepEqual(at(done, 'response.status_details'), { type: 'cancelled', reason: 'client_cancelled' });
});

test('truncates spoken messages only', async () => {
  const client = connect();
  await client.configure({ audio: { input: { turn_detection: null } } });
  client.send('response.create', {
    response: { instructions: 'Say exactly: "The first half of this, and then the second half of it."' },
  });
  const done = await client.until('response.done');
  const itemId = at(done, 'response.output.0.id');
  const truncate = (audio_end_ms: number, item_id: unknown = itemId): void =>
    client.send('conversation.item.truncate', { item_id, content_index: 0, audio_end_ms });

  truncate(60_000);
  assert.match(
    String(at(await client.until('error'), 'error.message')),
    /^Audio content of \d+ms is already shorter than 60000ms$/,
  );
  truncate(10, 'nobody');
  assert.equal(at(await client.until('error'), 'error.code'), 'item_truncate_invalid_item_id');
  client.send('conversation.item.create', {
    item: { id: 'typed', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
  });
  truncate(0, 'typed');
  assert.match(String(at(await client.until('error'), 'error.message')), /Only model output audio/);
  truncate(900);
  assert.equal((await client.until('conversation.item.truncated'))['audio_end_ms'], 900);
  client.send('conversation.item.retrieve', { item_id: itemId });
  const kept = String(at(await client.until('conversation.item.retrieved'), 'item.content.0.transcript'));
  assert.match(kept, /^The first/);
  assert.doesNotMatch(kept, /second/);
});

test('answers typed text without audio when only text is requested', async () => {
  const client = connect();
  await client.configure({ output_modalities: ['text'] });
  client.send('conversation.item.create', {
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello!' }] },
  });
  client.send('response.create');
  const done = await client.until('response.done');
  assert.match(String(at(done, 'response.output.0.content.0.text')), /Hello/);
  assert.equal(at(done, 'response.usage.output_token_details.audio_tokens'), 0);
});

test('rejects the whole update for one unknown field', async () => {
  const client = connect();
  const refusals: readonly (readonly [unknown, string, string])[] = [
    [{ type: 'realtime', instructions: 'x', temperature: 0.8 }, 'unknown_parameter', 'session.temperature'],
    [{ instructions: 'x' }, 'missing_required_parameter', 'session.type'],
    [
      { type: 'realtime', audio: { input: { turn_detection: { type: 'none' } } } },
      'invalid_value',
      'session.audio.input.turn_detection.type',
    ],
    [{ type: 'realtime', instructions: 5 }, 'invalid_type', 'session.instructions'],
    [{ type: 'realtime', output_modalities: ['text', 'audio'] }, 'invalid_value', 'session.output_modalities'],
    [
      { type: 'realtime', audio: { input: { format: { type: 'audio/pcm', rate: 16000 } } } },
      'invalid_value',
      'session.audio.input.format.rate',
    ],
  ];
  for (const [session, code, param] of refusals) {
    client.send('session.update', { session });
    const refused = await client.until('error');
    assert.deepEqual([at(refused, 'error.code'), at(refused, 'error.param')], [code, param]);
  }
  await client.configure({});
  assert.equal(at(client.frames.at(-1), 'session.instructions'), '');
});

test('does not change its voice after speaking', async () => {
  const client = connect();
  client.send('response.create', { response: { instructions: 'Say exactly: "Hello."' } });
  await client.until('response.done');
  client.send('session.update', { session: { type: 'realtime', instructions: 'new', audio: { output: { voice: 'marin' } } } });
  assert.equal(at(await client.until('error'), 'error.code'), 'cannot_update_voice');
});

test('rejects an unknown voice and lists the known ones', async () => {
  const client = connect();
  for (const voice of ['nobody', 'constructor', { id: 'cloned' }]) {
    client.send('session.update', { session: { type: 'realtime', instructions: 'new', audio: { output: { voice } } } });
    const refused = await client.until('error');
    assert.deepEqual(
      [at(refused, 'error.type'), at(refused, 'error.code'), at(refused, 'error.param')],
      ['invalid_request_error', 'invalid_value', 'session.audio.output.voice'],
    );
    assert.match(String(at(refused, 'error.message')), /'rms', 'slt'.*'marin'/);
  }
  client.send('response.create', { response: { audio: { output: { voice: 'nobody' } } } });
  assert.equal(at(await client.until('error'), 'error.param'), 'response.audio.output.voice');
  await client.configure({ audio: { output: { voice: 'marin' } } });
  assert.equal(at(client.frames.at(-1), 'session.audio.output.voice'), 'marin');
  assert.equal(at(client.frames.at(-1), 'session.instructions'), '', 'nothing of a refused update holds');
});

test('answers malformed events with an error', async () => {
  const client = connect();
  for (const [frame, code] of [
    ['{', 'invalid_json'],
    ['{"type":"nonsense"}', 'invalid_value'],
    ['[]', 'missing_required_parameter'],
    ['{}', 'missing_required_parameter'],
  ] as const) {
    client.sendText(frame);
    assert.equal(at(await client.until('error'), 'error.code'), code);
  }
});

test('ends with its signal', async () => {
  const call = new AbortController();
  const client = connect(createScriptedEngines(), call);
  client.send('response.create', { response: { instructions: `Say exactly: "${LONG}"` } });
  await client.until('response.output_audio.delta');
  call.abort();
  await assert.rejects(client.until('response.done'), /ended before/);
});

test('does not respond by itself when the client ended the turn', async () => {
  const client = connect();
  await client.configure({});
  client.sendAudio(loudThenSilent(500, 0));
  client.send('input_audio_buffer.commit');
  await client.until('conversation.item.done');
  client.send('response.create');
  await client.until('response.done');
  assert.ok(client.frames.every(({ type }) => type !== 'error'));
});

test('stops at the limit of output tokens', async () => {
  const client = connect();
  client.send('response.create', { response: { max_output_tokens: 20, instructions: `Say exactly: "${LONG}"` } });
  const done = await client.until('response.done');
  assert.deepEqual(at(done, 'response.status_details'), { type: 'incomplete', reason: 'max_output_tokens' });
  assert.equal(at(done, 'response.output.0.content.0.transcript'), 'One is a number. ');
});

test('counts the tokens of input and output', async () => {
  const client = connect();
  await client.configure({ instructions: 'Be brief.', audio: { output: { speed: 1.25 } } });
  client.send('conversation.item.create', {
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello there' }] },
  });
  client.send('response.create');
  const usage = at(await client.until('response.done'), 'response.usage');
  const words = 'Hello. How can I help you?';
  assert.equal(at(usage, 'output_token_details.audio_tokens'), Math.ceil((words.length * LETTER_MS) / 1.25 / 50));
  assert.equal(at(usage, 'input_token_details.audio_tokens'), 0);
  assert.ok(Number(at(usage, 'input_tokens')) >= 4 && Number(at(usage, 'input_tokens')) <= 8);
  assert.equal(at(usage, 'total_tokens'), Number(at(usage, 'input_tokens')) + Number(at(usage, 'output_tokens')));
});

test('responds out of band on request', async () => {
  const client = connect();
  client.send('response.create', { response: { conversation: 'none', metadata: { topic: 'x' }, output_modalities: ['text'] } });
  const done = await client.until('response.done');
  assert.deepEqual([at(done, 'response.conversation_id'), at(done, 'response.metadata.topic')], [null, 'x']);
  assert.ok(client.frames.every(({ type }) => type !== 'conversation.item.added'));
});

test('accepts outputs only for its own calls and items only at valid places', async () => {
  const client = connect();
  const create = (item: object, previous_item_id?: string): void =>
    client.send('conversation.item.create', { item, ...(previous_item_id !== undefined && { previous_item_id }) });
  const text = (id: string): object => ({ id, type: 'message', role: 'user', content: [{ type: 'input_text', text: id }] });

  create({ type: 'function_call_output', call_id: 'call_unknown', output: '1' });
  assert.equal(at(await client.until('error'), 'error.code'), 'invalid_tool_call_id');
  create(text('one'));
  create(text('one'));
  assert.equal(at(await client.until('error'), 'error.code'), 'item_create_duplicate_item_id');
  create(text('zero'), 'root');
  await client.until('conversation.item.done');
  create(text('half'), 'zero');
  assert.equal((await client.until('conversation.item.done'))['previous_item_id'], 'zero');
  create(text('lost'), 'nowhere');
  assert.equal(at(await client.until('error'), 'error.code'), 'item_create_invalid_previous_item_id');
  client.send('conversation.item.delete', { item_id: 'half' });
  assert.equal((await client.until('conversation.item.deleted'))['item_id'], 'half');
  client.send('conversation.item.retrieve', { item_id: 'half' });
  assert.equal(at(await client.until('error'), 'error.code'), 'item_retrieve_invalid_item_id');
});

test('speaks the text of a language model sentence by sentence', async () => {
  const model = await openScriptedModel([textChunk('It is sunny. Bring'), textChunk(' a hat')], life.signal);
  const client = connect(undefined, undefined, createLlmBrain(model));
  client.send('response.create');
  const done = await client.until('response.done');
  assert.equal(at(done, 'response.output.0.content.0.transcript'), 'It is sunny. Bring a hat');
  const deltas = client.frames.filter(({ type }) => type === 'response.output_audio_transcript.delta').map(({ delta }) => delta);
  assert.deepEqual(deltas, ['It is sunny. ', 'Bring a hat']);
});

test('fails only the response when the language model fails', async () => {
  const model = await openScriptedModel([], life.signal, { status: 503 });
  const client = connect(undefined, undefined, createLlmBrain(model));
  client.send('response.create');
  const done = await client.until('response.done');
  assert.deepEqual(
    [at(done, 'response.status'), at(done, 'response.status_details.error.code')],
    ['failed', 'upstream-unavailable'],
  );
  client.send('response.create');
  await client.until('response.created');
});

test('repeats what it was not sure to have recognised', async () => {
  const engines = createScriptedEngines();
  engines.text = 'What time is it in Atlantis?';
  engines.confidence = -0.8;
  const client = connect(engines);
  await client.configure({});
  client.sendAudio(loudThenSilent(500, 1000));
  const done = await client.until('response.done');
  assert.equal(
    at(done, 'response.output.0.content.0.transcript'),
    'I think you said: What time is it in Atlantis? I do not know what time it is in Atlantis.',
  );
});
