import assert from 'node:assert/strict';
import test from 'node:test';
import { AgentError } from '../../src/spec/agent-error.js';
import { startLiveTalk, startTalk } from '../rigs/talk.js';

test('fact 9: an error by itself ends nothing', async (t) => {
  const { call, entry, state } = await startLiveTalk(t);
  call.refuse('server_error', 'Something went wrong.');
  const error = await entry('provider-error');
  assert.equal(error.meaning, 'error');
  const told = await entry('failed');
  assert.deepEqual([told.code, told.recoverable], ['provider-error', true]);
  assert.equal(state(), 'listening');
  call.respond().says('a1', 'Going on.', 100);
  await entry('agent-transcript-done');
});

test('fact 9: the end of a session is a closed connection, and says why', async (t) => {
  const { call, conversation, entry, server } = await startLiveTalk(t);
  call.refuse('session_expired', 'Your session hit the maximum duration of 60 minutes.');
  call.socket.close(1001, 'Your session hit the maximum duration of 60 minutes.');
  assert.equal(await conversation.ended, 'failed');
  assert.equal((await entry('failed')).code, 'session-expired');
  await server.empty();
});

test('fact 10: a bad key is accepted with 101 and refused afterwards', async (t) => {
  const { server, conversation } = await startTalk(t, { server: { mute: true } });
  const refused = assert.rejects(conversation.live, (error) => error instanceof AgentError && error.code === 'upstream-refused');
  const call = await server.call();
  call.send({ type: 'error', error: { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key.' } });
  call.socket.close(4501, 'upstream-refused');
  await refused;
  assert.equal(await conversation.ended, 'failed');
});

test('fact 18: once the agent has spoken its voice is left out of updates, so that nothing else in them is lost', async (t) => {
  const { call, conversation, entry } = await startLiveTalk(t, { config: { voice: 'cedar' } });
  call.respond().says('a1', 'Hello.', 100).end();
  await entry('agent-audio');
  conversation.dispatch({ type: 'update-session', patch: { voice: 'marin', instructions: 'Be loud.' } });
  const update = await call.frame('session.update', 2);
  const session = update.session as { instructions: string; audio: { output: object } };
  assert.equal(session.instructions, 'Be loud.');
  assert.equal('voice' in session.audio.output, false);
  await call.settled();
  assert.deepEqual(call.refusals, []);
});

test('fact 19: not a sample of the person leaves before the configuration was taken', async (t) => {
  const { server, conversation, microphone, entry } = await startTalk(t, { server: { holdUpdate: true } });
  const call = await server.call();
  await call.frame('session.update');
  microphone().hear(500);
  await call.settled();
  assert.equal(call.appendedMs, 0);
  call.acceptUpdate();
  await conversation.live;
  microphone().hear(200);
  await call.until(() => call.appendedMs === 200);
  assert.equal(call.earlyMs, 0);
  assert.deepEqual(await entry('audio-flowing'), { type: 'audio-flowing', audioMs: 20 });
});

test('facts 20 and 25: turn detection is always said in full, and there is exactly one output modality', async (t) => {
  const { call } = await startLiveTalk(t);
  const session = (await call.frame('session.update')).session as {
    output_modalities: unknown;
    audio: { input: { turn_detection: unknown } };
  };
  assert.deepEqual(session.output_modalities, ['audio']);
  assert.deepEqual(session.audio.input.turn_detection, {
    type: 'server_vad',
    threshold: 0.5,
    prefix_padding_ms: 300,
    silence_duration_ms: 500,
    create_response: true,
    interrupt_response: true,
  });
  const semantic = await startLiveTalk(t, { config: { turnDetection: { type: 'semantic-vad', eagerness: 'high' } } });
  const other = (await semantic.call.frame('session.update')).session as typeof session;
  assert.deepEqual(other.audio.input.turn_detection, {
    type: 'semantic_vad',
    eagerness: 'high',
    create_response: true,
    interrupt_response: true,
  });
});

test('fact 21: a commit of too little sound is refused without consequences', async (t) => {
  const { call, conversation, entry, state } = await startLiveTalk(t, { config: { turnDetection: { type: 'none' } } });
  conversation.dispatch({ type: 'send-raw', message: { type: 'input_audio_buffer.commit' } });
  const error = await entry('provider-error');
  assert.deepEqual([error.code, error.meaning], ['input_audio_buffer_commit_empty', 'benign']);
  assert.equal(state(), 'listening');
  assert.equal(call.framesOf('response.create').length, 0);
});

test('fact 27: unknown events, unknown fields and nonsense are kept in the log and change nothing', async (t) => {
  const { call, log, entry, state } = await startLiveTalk(t);
  call.send({ type: 'session.close', reason: 'new' });
  call.send({ type: 'response.mcp_call.in_progress', item_id: 'm1', output_index: 0 });
  call.send({ type: 'constructor' });
  call.socket.send('[1, 2]');
  call.socket.send('"text"');
  call.socket.send('null');
  call.send({ type: 'response.output_audio.delta', item_id: 'a1', delta: '%%% no Base64 %%%' });
  call.respond().says('a1', 'Still here.', 100);
  await entry('agent-transcript-done');
  const ignored = log.entries.flatMap(({ event }) => (event.type === 'frame-ignored' ? [event.name] : []));
  assert.deepEqual(ignored, [
    'session.close',
    'constructor',
    '(not an object)',
    '(not an object)',
    '(not an object)',
    'response.output_audio.delta',
  ]);
  assert.notEqual(state(), 'failed');
});

test('fact 28: frames are text; a binary one from the server is logged and ignored', async (t) => {
  const { call, microphone, entry, state } = await startLiveTalk(t);
  microphone().hear(100);
  await call.until(() => call.appendedMs === 100);
  call.socket.send(Buffer.alloc(48));
  await entry('frame-ignored');
  assert.equal(state(), 'listening');
  assert.deepEqual(call.refusals, [], 'and ours were all text');
});

test('fact 29: items are never retrieved: that would bring all their sound again', async (t) => {
  const { call, conversation, speaker, entry } = await startLiveTalk(t);
  call.respond().says('a1', 'One two.', 300).end();
  await speaker().until(() => speaker().receivedMs('a1') === 300);
  speaker().playTo('a1', 100);
  conversation.dispatch({ type: 'interrupt' });
  await entry('item-truncated');
  assert.deepEqual(call.framesOf('conversation.item.retrieve'), []);
});

test('mixed dialects: item.created counts as added, and the beta’s names for sound and words are read', async (t) => {
  const { call, speaker, entry, transcript } = await startLiveTalk(t);
  call.send({ type: 'conversation.item.created', item: { id: 'u1', type: 'message', role: 'user', content: [] } });
  call.send({ type: 'response.created', response: { id: 'r1' } });
  call.send({
    type: 'conversation.item.created',
    previous_item_id: 'u1',
    item: { id: 'a1', type: 'message', role: 'assistant' },
  });
  call.send({ type: 'response.audio_transcript.delta', response_id: 'r1', item_id: 'a1', delta: 'Hi.' });
  call.send({ type: 'response.audio.delta', response_id: 'r1', item_id: 'a1', delta: Buffer.alloc(4800).toString('base64') });
  call.send({ type: 'response.audio.done', response_id: 'r1', item_id: 'a1' });
  call.transcribed('u1', 'Hello?', { type: 'tokens', input_tokens: 9, output_tokens: 3, total_tokens: 12 });
  await entry('user-transcript-done');
  await speaker().until(() => speaker().receivedMs('a1') === 100);
  assert.deepEqual(
    transcript().map(({ text }) => text),
    ['Hello?', 'Hi.'],
  );
});

test('a configuration that is refused ends the start with the provider’s own reason', async (t) => {
  const { conversation } = await startTalk(t, { config: { clientSession: { temperature: 0.7 } } });
  await assert.rejects(
    conversation.live,
    (error) =>
      error instanceof AgentError && error.code === 'invalid-configuration' && error.message.includes('session.temperature'),
  );
  assert.equal(await conversation.ended, 'failed');
});

test('a page’s own session fields are laid over ours, object by object', async (t) => {
  const clientSession = { audio: { input: { noise_reduction: { type: 'far_field' } } }, max_output_tokens: 200 };
  const { call } = await startLiveTalk(t, { config: { clientSession } });
  const session = (await call.frame('session.update')).session as {
    audio: { input: Record<string, unknown> };
    max_output_tokens: number;
  };
  assert.equal(session.max_output_tokens, 200);
  assert.deepEqual(session.audio.input.noise_reduction, { type: 'far_field' });
  assert.ok(session.audio.input.turn_detection);
  assert.deepEqual(call.refusals, []);
});
