import assert from 'node:assert/strict';
import test from 'node:test';
import { startLiveTalk } from '../rigs/talk.js';

test('fact 1: a content part named “audio” belongs to an item that says “output_audio”', async (t) => {
  const { call, entry, transcript } = await startLiveTalk(t);
  const response = call.respond().says('a1', 'Hello there.', 200);
  response.end();
  assert.deepEqual(response.output, [
    {
      id: 'a1',
      object: 'realtime.item',
      type: 'message',
      role: 'assistant',
      status: 'completed',
      phase: 'final_answer',
      content: [{ type: 'output_audio', transcript: '' }],
    },
  ]);
  await entry('response-done');
  assert.deepEqual(
    transcript().map(({ role, text, final }) => ({ role, text, final })),
    [{ role: 'agent', text: 'Hello there.', final: true }],
  );
});

test('fact 2: the words of the person come after the answer and still stand before it', async (t) => {
  const { call, entry, transcript } = await startLiveTalk(t);
  call.speechStarted('u1');
  call.speechStopped('u1');
  const response = call.respond().message('a1').text('a1', 'It is ');
  call.send({ type: 'conversation.item.input_audio_transcription.delta', item_id: 'u1', content_index: 0, delta: 'What ' });
  response.text('a1', 'noon.');
  call.send({ type: 'conversation.item.input_audio_transcription.delta', item_id: 'u1', content_index: 0, delta: 'time?' });
  response.endMessage('a1', 'It is noon.').end();
  call.transcribed('u1', 'What time is it?');
  await entry('user-transcript-done');
  assert.deepEqual(
    transcript().map(({ role, text }) => [role, text]),
    [
      ['user', 'What time is it?'],
      ['agent', 'It is noon.'],
    ],
  );
});

test('fact 3: a call may begin while the words before it are still open', async (t) => {
  const { call, tools, entry, transcript } = await startLiveTalk(t);
  tools.add({ name: 'look', description: '' }, () => 'seen');
  const response = call.respond().message('a1', 'commentary').text('a1', 'Let me ');
  response.tool('f1', 'c1', 'look').text('a1', 'look.').endMessage('a1', 'Let me look.').endTool('f1', 'c1', 'look', {});
  response.end();
  await entry('tool-finished');
  assert.deepEqual(
    transcript().map(({ kind, text, tool }) => [kind, text, tool?.status]),
    [
      ['message', 'Let me look.', undefined],
      ['tool', '', 'done'],
    ],
  );
});

test('fact 4: a commentary before a call is spoken, and the answer follows as another item', async (t) => {
  const { call, tools, speaker, entry, transcript } = await startLiveTalk(t);
  tools.add({ name: 'look', description: '' }, () => 'seen');
  const response = call
    .respond()
    .message('a1', 'commentary')
    .text('a1', 'One moment.')
    .audio('a1', 100)
    .endMessage('a1', 'One moment.');
  response.tool('f1', 'c1', 'look').endTool('f1', 'c1', 'look', {}).end();
  const answer = await call.response(2);
  answer.says('a2', 'Found it.', 100).end();
  await entry('response-done', (event) => event.responseId === answer.id);
  await speaker().until(() => speaker().receivedMs('a2') === 100);
  assert.equal(speaker().receivedMs('a1'), 100);
  assert.deepEqual(
    transcript().map(({ kind, text }) => [kind, text]),
    [
      ['message', 'One moment.'],
      ['tool', ''],
      ['message', 'Found it.'],
    ],
  );
});

test('fact 17: conversation.item.done may have lost its predecessor; the order is that of item.added', async (t) => {
  const { call, entry, transcript } = await startLiveTalk(t);
  const user = (id: string) => ({ id, type: 'message', role: 'user', content: [{ type: 'input_audio', transcript: null }] });
  call.send({ type: 'conversation.item.added', previous_item_id: null, item: user('u1') });
  call.send({ type: 'conversation.item.added', previous_item_id: 'u1', item: user('u3') });
  call.send({ type: 'conversation.item.added', previous_item_id: 'u1', item: user('u2') });
  call.send({ type: 'conversation.item.done', previous_item_id: null, item: user('u2') });
  for (const id of ['u3', 'u2', 'u1']) call.transcribed(id, `said ${id}`);
  await entry('user-transcript-done', (event) => event.itemId === 'u1');
  assert.deepEqual(
    transcript().map(({ text }) => text),
    ['said u1', 'said u2', 'said u3'],
  );
});

test('fact 21: speech is announced under the item it will become, and has its place before the answer', async (t) => {
  const { call, entry, state, transcript } = await startLiveTalk(t);
  call.speechStarted('u1', 320);
  assert.deepEqual(await entry('user-started'), { type: 'user-started', itemId: 'u1', audioMs: 320 });
  assert.equal(state(), 'hearing');
  assert.deepEqual(
    transcript().map(({ id, final }) => [id, final]),
    [['u1', false]],
  );
  call.speechStopped('u1', 1500);
  await entry('item-added');
  assert.equal(state(), 'thinking');
  call.respond().says('a1', 'Yes.', 100);
  await entry('agent-transcript-done');
  assert.deepEqual(
    transcript().map(({ id }) => id),
    ['u1', 'a1'],
  );
});

test('fact 22: what the provider puts in for the person after a silence is no turn', async (t) => {
  const { call, entry, transcript } = await startLiveTalk(t);
  call.send({ type: 'input_audio_buffer.timeout_triggered', audio_start_ms: 0, audio_end_ms: 6000, item_id: 'u1' });
  call.commit('u1');
  call.transcribed('u1', '');
  call.respond().says('a1', 'Are you still there?', 100);
  await entry('agent-transcript-done');
  assert.deepEqual(
    transcript().map(({ text }) => text),
    ['Are you still there?'],
  );
});

test('fact 24: a transcript that is “completed” again with more words replaces the one before; a ping is nothing', async (t) => {
  const { call, entry, transcript, has } = await startLiveTalk(t);
  call.speechStarted('u1');
  call.send({
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: 'u1',
    transcript: 'What',
    status: 'in_progress',
  });
  call.send({
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: 'u1',
    transcript: 'What now',
    status: 'completed',
  });
  call.send({ type: 'ping' });
  call.send({ type: 'response.created', response: { id: 'r1' } });
  call.send({ type: 'response.done', response: { id: 'r1', status: 'completed', status_details: 'unimplemented', usage: {} } });
  await entry('response-done');
  assert.deepEqual(
    transcript().map(({ text }) => text),
    ['What now'],
  );
  assert.equal(has('failed'), false);
});

test('a transcription that fails leaves the turn in its place', async (t) => {
  const { call, entry, transcript } = await startLiveTalk(t);
  call.speechStarted('u1');
  call.speechStopped('u1');
  call.send({ type: 'conversation.item.input_audio_transcription.failed', item_id: 'u1', error: { message: 'unintelligible' } });
  await entry('user-transcript-failed');
  assert.deepEqual(
    transcript().map(({ id, text, final }) => [id, text, final]),
    [['u1', '', true]],
  );
});

test('a noise that was taken for speech leaves nothing behind', async (t) => {
  const { call, entry, state, transcript } = await startLiveTalk(t);
  call.speechStarted('u1');
  call.speechStopped('u1');
  await entry('item-added');
  assert.equal(state(), 'thinking');
  call.transcribed('u1', ' ');
  await entry('user-transcript-done');
  assert.equal(state(), 'listening');
  assert.deepEqual(transcript(), []);
});
