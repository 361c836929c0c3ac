import assert from 'node:assert/strict';
import test from 'node:test';
import { startLiveTalk, startTalk } from '../rigs/talk.js';
import { PRE_ROLL_MS } from '../../src/transport/microphone-feed.js';

const PUSH_TO_TALK = { config: { turnDetection: { type: 'none' } } } as const;

test('push-to-talk: sound flows while the button is held, then it is committed and answered', async (t) => {
  const clock = { at: 0, now: () => clock.at };
  const { createLog } = await import('../../src/session/index.js');
  const { call, conversation, microphone, state } = await startLiveTalk(t, {
    ...PUSH_TO_TALK,
    request: { log: createLog(clock), clock },
  });
  microphone().hear(200);
  await call.settled();
  assert.equal(call.appendedMs, 0, 'the button is up');

  conversation.dispatch({ type: 'talk-pressed' });
  assert.equal(state(), 'hearing');
  microphone().hear(400);
  // With as much of the moment before the press as is not yet too old.
  await call.until(() => call.appendedMs >= 400);
  await call.settled();
  const { appendedMs } = call;
  assert.ok(appendedMs <= 400 + PRE_ROLL_MS);
  clock.at = 400;
  conversation.dispatch({ type: 'talk-released' });
  assert.equal(state(), 'thinking');
  await call.response();
  microphone().hear(200);
  await call.settled();
  assert.equal(call.appendedMs, appendedMs);
  assert.deepEqual(
    call.received.map((frame) => frame.type),
    ['session.update', 'input_audio_buffer.clear', 'input_audio_buffer.commit', 'response.create'],
  );
  assert.deepEqual(call.refusals, []);
});

test('push-to-talk: a press while the agent speaks interrupts it, and a slip of the finger says nothing', async (t) => {
  const { call, conversation, speaker, state } = await startLiveTalk(t, PUSH_TO_TALK);
  call.respond().message('a1').audio('a1', 400);
  await speaker().until(() => speaker().receivedMs('a1') === 400);
  speaker().playTo('a1', 100);
  conversation.dispatch({ type: 'talk-pressed' });
  conversation.dispatch({ type: 'talk-released' });
  const truncate = await call.frame('conversation.item.truncate');
  assert.equal(truncate.audio_end_ms, 100);
  await call.settled();
  assert.equal(call.framesOf('response.cancel').length, 1);
  assert.equal(call.framesOf('input_audio_buffer.commit').length, 0);
  assert.equal(call.framesOf('response.create').length, 0);
  assert.equal(state(), 'listening');
  assert.deepEqual(call.refusals, []);
});

test('typed words interrupt the agent, are added, and are answered once', async (t) => {
  const { call, conversation, speaker, transcript, entry } = await startLiveTalk(t);
  call.respond().message('a1').text('a1', 'Once upon a time').audio('a1', 1000);
  await speaker().until(() => speaker().receivedMs('a1') === 1000);
  speaker().playTo('a1', 500);
  await entry('playback-progress');
  conversation.dispatch({ type: 'send-text', text: 'Shorter, please.' });
  const answer = await call.response(2);
  answer.says('a2', 'No.', 100).end();
  await entry('agent-transcript-done');
  const sent = call.received.map((frame) => frame.type).filter((type) => type !== 'conversation.item.truncate');
  assert.deepEqual(sent, ['session.update', 'response.cancel', 'conversation.item.create', 'response.create']);
  assert.deepEqual(
    transcript().map(({ role, text, interrupted }) => [role, text, interrupted]),
    [
      ['agent', 'Once upon a time', true],
      ['user', 'Shorter, please.', false],
      ['agent', 'No.', false],
    ],
  );
  assert.deepEqual(call.refusals, []);
});

test('in text mode nobody is asked for a microphone, and the answer is written', async (t) => {
  const refuse = () => Promise.reject(new Error('asked for sound'));
  const { call, conversation, transcript, entry, state } = await startLiveTalk(t, {
    config: { modality: 'text' },
    request: { openMicrophone: refuse, openSpeaker: refuse },
  });
  const session = (await call.frame('session.update')).session as { output_modalities: unknown; audio: { input: object } };
  assert.deepEqual(session.output_modalities, ['text']);
  conversation.dispatch({ type: 'send-text', text: 'Hello' });
  const response = await call.response();
  const place = { response_id: response.id, item_id: 'a1', output_index: 0, content_index: 0 };
  call.add({ id: 'a1', type: 'message', role: 'assistant', content: [] } as { id: string });
  call.send({ type: 'response.output_text.delta', ...place, delta: 'Hello ' });
  call.send({ type: 'response.output_text.delta', ...place, delta: 'yourself.' });
  await entry('agent-transcript', (event) => event.delta === 'yourself.');
  assert.equal(state(), 'speaking');
  call.send({ type: 'response.output_text.done', ...place, text: 'Hello yourself.' });
  response.end();
  await entry('response-done');
  assert.equal(state(), 'listening');
  assert.deepEqual(
    transcript().map(({ text, final }) => [text, final]),
    [
      ['Hello', true],
      ['Hello yourself.', true],
    ],
  );
});

test('the greeting is asked for first, in the words given', async (t) => {
  const { call } = await startLiveTalk(t, { config: { greeting: 'Welcome to the museum.' } });
  const create = await call.frame('response.create');
  assert.match((create.response as { instructions: string }).instructions, /Welcome to the museum\./);
});

test('context is told without being answered; an image comes with its words', async (t) => {
  const { call, conversation } = await startLiveTalk(t);
  conversation.dispatch({ type: 'send-context', text: 'The cart is empty.' });
  const context = await call.frame('conversation.item.create');
  assert.deepEqual(context.item, {
    type: 'message',
    role: 'system',
    content: [{ type: 'input_text', text: 'The cart is empty.' }],
  });
  await call.settled();
  assert.equal(call.framesOf('response.create').length, 0);
  conversation.dispatch({ type: 'send-image', dataUrl: 'data:image/png;base64,AAAA', text: 'What is this?' });
  const image = await call.frame('conversation.item.create', 2);
  assert.deepEqual((image.item as { content: unknown }).content, [
    { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
    { type: 'input_text', text: 'What is this?' },
  ]);
  await call.response();
});

test('muting in the middle of a sentence ends the turn, since no silence will', async (t) => {
  const { call, conversation, microphone, entry, state } = await startLiveTalk(t);
  microphone().hear(400);
  await call.until(() => call.appendedMs === 400);
  call.speechStarted('u1');
  await entry('user-started');
  conversation.dispatch({ type: 'set-muted', muted: true });
  assert.equal(microphone().muted, true);
  await call.response();
  assert.equal(state(), 'thinking');
  assert.deepEqual(call.refusals, []);
});

test('muted before the start, the microphone opens muted', async (t) => {
  const { createLog } = await import('../../src/session/index.js');
  const { systemClock } = await import('../../src/lib/clock.js');
  const log = createLog(systemClock);
  log.append('page', { type: 'set-muted', muted: true });
  const { microphone, conversation, entry } = await startTalk(t, { request: { log } });
  await conversation.live;
  await entry('microphone-opened');
  assert.equal(microphone().muted, true);
});

test('tools that come and go are told to the provider, those of one moment together', async (t) => {
  const { call, tools } = await startLiveTalk(t);
  const remove = tools.add({ name: 'one', description: 'first' }, () => 1);
  tools.add(
    { name: 'two', description: 'second', parameters: { type: 'object', properties: { n: { type: 'number' } } } },
    () => 2,
  );
  const both = (await call.frame('session.update', 2)).session as { tools: { name: string; parameters: object }[] };
  assert.deepEqual(
    both.tools.map(({ name, parameters }) => [name, parameters]),
    [
      ['one', { type: 'object', properties: {} }],
      ['two', { type: 'object', properties: { n: { type: 'number' } } }],
    ],
  );
  remove();
  const left = (await call.frame('session.update', 3)).session as { tools: { name: string }[] };
  assert.deepEqual(
    left.tools.map(({ name }) => name),
    ['two'],
  );
});
