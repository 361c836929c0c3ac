import assert from 'node:assert/strict';
import test from 'node:test';
import { createDeferred } from '../../src/lib/deferred.js';
import { AgentError } from '../../src/spec/agent-error.js';
import { createPaperMicrophone, type PaperMicrophone } from '../rigs/paper-sound.js';
import { startLiveTalk, startTalk } from '../rigs/talk.js';

test('stop releases everything, and says so once', async (t) => {
  const { conversation, microphone, server, log, state } = await startLiveTalk(t);
  conversation.dispatch({ type: 'stop', reason: 'stopped' });
  conversation.dispatch({ type: 'send-text', text: 'too late' });
  assert.equal(await conversation.ended, 'stopped');
  assert.equal(microphone().released, true);
  await server.empty();
  assert.equal(state(), 'ended');
  assert.deepEqual(log.entries.at(-1)?.event, { type: 'ended', reason: 'stopped' });
});

test('stop during the start is no error, and what is granted too late is given back', async (t) => {
  const granted = createDeferred<void>();
  let late: PaperMicrophone | undefined;
  const { conversation, has } = await startTalk(t, {
    request: {
      openMicrophone: async (signal) => {
        await granted.promise;
        return (late = createPaperMicrophone(signal));
      },
    },
  });
  conversation.dispatch({ type: 'stop', reason: 'stopped' });
  await assert.rejects(conversation.live, { name: 'AbortError' });
  assert.equal(await conversation.ended, 'stopped');
  granted.resolve();
  await granted.promise;
  await Promise.resolve();
  assert.equal(late?.released, true);
  assert.equal(has('failed'), false);
  assert.equal(has('connection-opening'), false);
});

test('its signal ends a conversation as removed', async (t) => {
  const { conversation, server, end } = await startLiveTalk(t);
  end();
  assert.equal(await conversation.ended, 'removed');
  await server.empty();
});

test('a normal close by the relay is an end, not a failure', async (t) => {
  const { call, conversation, has } = await startLiveTalk(t);
  call.socket.close(1000);
  assert.equal(await conversation.ended, 'closed');
  assert.equal(has('failed'), false);
});

test('the relay’s close codes become the errors they stand for', async (t) => {
  for (const [code, expected] of [
    [4402, 'quota-exceeded'],
    [4411, 'duration-limit'],
    [1012, 'server-draining'],
    [1006, 'connection-lost'],
  ] as const) {
    const { call, conversation, entry } = await startLiveTalk(t);
    if (code === 1006) call.socket.terminate();
    else call.socket.close(code);
    assert.equal(await conversation.ended, 'failed');
    assert.equal((await entry('failed')).code, expected);
  }
});

test('a chosen device that is gone is told, and the conversation goes on with another one', async (t) => {
  const { call, microphone, speaker, entry, state } = await startLiveTalk(t);
  microphone().lose('headset');
  const told = await entry('failed');
  assert.deepEqual([told.code, told.recoverable], ['microphone-unknown', true]);
  assert.ok(told.message.includes('headset'));
  // A loudspeaker, too.
  speaker().lose('headphones');
  const { message } = await entry('failed', ({ code }) => code === 'speaker-missing');
  assert.ok(message.includes('headphones'));
  call.respond().says('a1', 'Still here.', 100);
  await entry('agent-transcript-done');
  assert.notEqual(state(), 'failed');
});

test('an unplugged microphone ends the conversation with what to do', async (t) => {
  const { conversation, microphone, entry, server } = await startLiveTalk(t);
  microphone().unplug();
  assert.equal(await conversation.ended, 'failed');
  assert.equal((await entry('failed')).code, 'microphone-missing');
  await server.empty();
});

test('a microphone that is denied fails the start, and no ticket is asked for', async (t) => {
  let asked = 0;
  const { conversation } = await startTalk(t, {
    server: { ticket: () => void (asked += 1) },
    request: { openMicrophone: () => Promise.reject(new AgentError('microphone-denied', 'Denied.')) },
  });
  await assert.rejects(conversation.live, (error) => error instanceof AgentError && error.code === 'microphone-denied');
  assert.equal(await conversation.ended, 'failed');
  assert.equal(asked, 0);
});
