import assert from 'node:assert/strict';
import test from 'node:test';
import { startLiveTalk } from '../rigs/talk.js';

test('fact 11: what was not heard is cut to the whole millisecond, on the item that was playing', async (t) => {
  const { call, speaker, entry, transcript } = await startLiveTalk(t);
  call.respond().message('a1').text('a1', 'one two three four').audio('a1', 1000);
  await speaker().until(() => speaker().receivedMs('a1') === 1000);
  speaker().playTo('a1', 500.7);
  await entry('playback-progress');
  call.speechStarted('u1');
  const truncate = await call.frame('conversation.item.truncate');
  assert.equal(truncate.item_id, 'a1');
  assert.equal(truncate.content_index, 0);
  assert.equal(truncate.audio_end_ms, 500);
  await entry('item-truncated');
  const [said] = transcript();
  assert.equal(said?.interrupted, true);
  assert.equal(said?.heard, 'one two');
  assert.deepEqual(call.refusals, []);
});

test('fact 11: an item that was heard to its end keeps its transcript; one that waited behind it is cut to nothing', async (t) => {
  const { call, speaker, entry } = await startLiveTalk(t);
  const response = call.respond();
  response.says('a1', 'Let me see.', 300).says('a2', 'It is noon.', 400).end();
  await speaker().until(() => speaker().receivedMs('a2') === 400);
  speaker().finish('a1');
  await entry('playback-ended');
  call.speechStarted('u1');
  const truncate = await call.frame('conversation.item.truncate');
  await call.settled();
  assert.deepEqual([truncate.item_id, truncate.audio_end_ms], ['a2', 0]);
  assert.equal(call.framesOf('conversation.item.truncate').length, 1);
  assert.deepEqual(call.refusals, []);
});

test('fact 11: before the first sound nothing is truncated', async (t) => {
  const { call, entry } = await startLiveTalk(t);
  call.respond().message('a1').text('a1', 'Well');
  await entry('agent-transcript');
  call.speechStarted('u1');
  await entry('user-started');
  await call.settled();
  assert.deepEqual(call.framesOf('conversation.item.truncate'), []);
  assert.deepEqual(call.refusals, []);
});

test('fact 12: when the words are all made and still being heard, the speaker falls silent and nothing is cancelled', async (t) => {
  const { call, conversation, speaker, entry, state } = await startLiveTalk(t);
  call.respond().says('a1', 'A long story indeed', 5000).end();
  await speaker().until(() => speaker().receivedMs('a1') === 5000);
  await entry('response-done');
  speaker().playTo('a1', 1000);
  await entry('playback-progress');
  assert.equal(state(), 'speaking');
  conversation.dispatch({ type: 'interrupt' });
  assert.equal((await call.frame('conversation.item.truncate')).audio_end_ms, 1000);
  await call.settled();
  assert.deepEqual(call.framesOf('response.cancel'), []);
  assert.deepEqual(call.refusals, []);
  assert.equal(state(), 'listening');
});

test('fact 13: sound and words that come late for an interrupted item are neither heard nor shown', async (t) => {
  const { call, conversation, speaker, entry, transcript } = await startLiveTalk(t);
  const response = call.respond().message('a1').text('a1', 'one two').audio('a1', 400);
  await speaker().until(() => speaker().receivedMs('a1') === 400);
  speaker().playTo('a1', 200);
  await entry('playback-progress');
  conversation.dispatch({ type: 'interrupt' });
  await entry('playback-flushed');
  response.text('a1', ' three').audio('a1', 400).message('a2').audio('a2', 400);
  await call.frame('conversation.item.truncate');
  call.respond().says('b1', 'Yes?', 100);
  await speaker().until(() => speaker().receivedMs('b1') === 100);
  assert.equal(speaker().receivedMs('a1'), 400);
  assert.equal(speaker().receivedMs('a2'), 0, 'not even an item that had not begun');
  assert.deepEqual(
    transcript().map(({ id, text }) => [id, text]),
    [
      ['a1', 'one two'],
      ['b1', 'Yes?'],
    ],
  );
  assert.deepEqual(call.refusals, []);
});

test('an item whose end nobody announced is over when its response is', async (t) => {
  const { call, speaker, entry } = await startLiveTalk(t);
  const ends = (): string[] => speaker().messages.flatMap((message) => (message.type === 'item-end' ? [message.itemId] : []));
  const first = call.respond();
  first.message('a1').text('a1', 'It is noon.').audio('a1', 300).message('a2').audio('a2', 100).endMessage('a2', 'Yes.').end();
  await speaker().until(() => ends().length === 2);
  assert.deepEqual(ends(), ['a2', 'a1']);
  speaker().finish('a2');
  speaker().playTo('a1', 300);
  await entry('response-done');
  // All of it was heard: to truncate it would delete its words.
  call.speechStarted('u1');
  await entry('playback-flushed');
  await call.settled();
  assert.deepEqual(call.framesOf('conversation.item.truncate'), []);
});

test('fact 26: words may come before the sound or after it; neither waits for the other', async (t) => {
  const { call, speaker, entry, transcript } = await startLiveTalk(t);
  call.respond().message('a1').audio('a1', 400);
  await speaker().until(() => speaker().receivedMs('a1') === 400);
  speaker().finish('a1');
  await entry('playback-ended');
  call.active?.text('a1', 'Late words.').endMessage('a1', 'Late words.');
  await entry('agent-transcript-done');
  assert.equal(transcript()[0]?.heard, 'Late words.');

  call.active?.message('a2').text('a2', 'Early words.');
  await entry('agent-transcript', (event) => event.itemId === 'a2');
  assert.equal(transcript()[1]?.text, 'Early words.');
  assert.equal(speaker().receivedMs('a2'), 0);
});

test('the provider that was told not to interrupt is told to stop by the session', async (t) => {
  const { call, speaker, entry } = await startLiveTalk(t, {
    config: { turnDetection: { type: 'server-vad', interruptResponse: false } },
  });
  call.interrupts = false;
  call.respond().message('a1').audio('a1', 400);
  await speaker().until(() => speaker().receivedMs('a1') === 400);
  await entry('agent-audio');
  call.speechStarted('u1');
  await call.frame('response.cancel');
  await call.frame('conversation.item.truncate');
  assert.deepEqual(call.refusals, []);
});

test('with barge-in off the agent finishes; with duck its voice is lowered while the person speaks', async (t) => {
  for (const bargeIn of ['off', 'duck'] as const) {
    const { call, speaker, entry, end } = await startLiveTalk(t, { request: { bargeIn } });
    const audio = call.session.audio as { input: { turn_detection: { interrupt_response: boolean } } };
    assert.equal(audio.input.turn_detection.interrupt_response, false, 'the provider must not interrupt either');
    call.interrupts = false;
    call.respond().says('a1', 'A story', 400).end();
    await speaker().until(() => speaker().receivedMs('a1') === 400);
    speaker().playTo('a1', 100);
    call.speechStarted('u1');
    call.speechStopped('u1');
    await entry('user-stopped');
    call.send({ type: 'response.output_audio.done', item_id: 'last' });
    await speaker().until(() => speaker().messages.some((message) => message.type === 'item-end' && message.itemId === 'last'));
    const reactions = speaker().messages.filter((message) => message.type === 'flush' || message.type === 'duck');
    assert.deepEqual(
      reactions.map((message) => (message.type === 'duck' ? message.gain : message.type)),
      bargeIn === 'off' ? [] : [0.2, 1],
    );
    assert.deepEqual(call.framesOf('conversation.item.truncate'), []);
    end();
  }
});
