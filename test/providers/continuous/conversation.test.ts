import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import {
  createLog,
  createTools,
  createViews,
  openConversation,
  type Conversation,
  type Log,
  type Tools,
  type Views,
} from '../../../src/session/index.js';
import type { AgentState } from '../../../src/spec/snapshot.js';
import type { VoiceEvent } from '../../../src/spec/voice-event.js';
import { openConnection } from '../../../src/transport/open-connection.js';
import { createPaperMicrophone, createPaperSpeaker, type PaperSpeaker } from '../../rigs/paper-sound.js';
import { createContinuousProvider, SESSION_PER_MINUTE, type Peer } from './index.js';

interface Talk {
  readonly conversation: Conversation;
  readonly peer: Peer;
  readonly log: Log;
  readonly views: Views;
  readonly tools: Tools;
  readonly speaker: PaperSpeaker;
  /** Every state so far. */
  readonly states: readonly AgentState[];
  /** Sets the log's clock. */
  setTime(ms: number): void;
  until(holds: () => boolean): Promise<void>;
}

async function startTalk(context: TestContext): Promise<Talk> {
  const life = new AbortController();
  context.after(() => life.abort());
  let now = 0;
  const clock = { now: () => now };
  const log = createLog(clock);
  const { provider, peer } = createContinuousProvider();
  const views = createViews(log, provider.pricesOf, life.signal);
  const tools = createTools();
  const states: AgentState[] = [];
  log.subscribe(() => {
    if (states.at(-1) !== views.session.current()) states.push(views.session.current());
  }, life.signal);
  let speaker: PaperSpeaker | undefined;
  const conversation = openConversation(
    {
      provider: provider.id,
      capabilities: provider.capabilities,
      config: { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [] },
      openConnection: (request, signal) => openConnection(provider, { url: '' }, request, signal),
      openMicrophone: async (signal) => createPaperMicrophone(signal),
      openSpeaker: async (signal) => (speaker = createPaperSpeaker(signal)),
      log,
      views,
      tools,
      clock,
    },
    life.signal,
  );
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const watching = new AbortController();
      const look = (): void => {
        if (!holds()) return;
        watching.abort();
        resolve();
      };
      log.subscribe(look, watching.signal);
      look();
    });
  await until(() => log.entries.some(({ event }) => event.type === 'connection-open'));
  peer().send({ is: 'ready' });
  await conversation.live;
  assert.ok(speaker);
  return { conversation, peer: peer(), log, views, tools, speaker, states, until, setTime: (ms) => (now = ms) };
}

test('while both speak, the agent’s voice is what is shown, and nothing of it is cut', async (context) => {
  const { peer, log, views, speaker, states, until } = await startTalk(context);
  const state = (): AgentState => views.session.current();

  peer.send({ is: 'says', utterance: 1, text: 'One two ' });
  peer.sendAudio(500);
  await speaker.until(() => speaker.receivedMs('utterance-1') === 500);
  speaker.playTo('utterance-1', 100);
  await until(() => state() === 'speaking');

  const count = (type: VoiceEvent['type']): number => log.entries.filter(({ event }) => event.type === type).length;
  peer.send({ is: 'voice', heard: true });
  await until(() => count('user-started') === 1);
  assert.equal(state(), 'speaking');
  peer.send({ is: 'says', utterance: 1, text: 'three four.' });
  peer.sendAudio(500);
  peer.send({ is: 'heard', text: 'Wait, what?' });
  peer.send({ is: 'voice', heard: false });
  await until(() => count('user-stopped') === 1);
  assert.equal(state(), 'speaking');
  peer.send({ is: 'said', utterance: 1, text: 'One two three four.' });
  peer.send({ is: 'voice', heard: true });
  await speaker.until(() => speaker.receivedMs('utterance-1') === 1000);
  speaker.finish('utterance-1');
  await until(() => state() === 'hearing');
  peer.send({ is: 'heard', text: 'I see.' });
  peer.send({ is: 'voice', heard: false });
  await until(() => count('user-stopped') === 2);
  assert.equal(state(), 'listening');

  assert.ok(!speaker.messages.some(({ type }) => type === 'flush'));
  assert.ok(!states.includes('thinking'));
  assert.deepEqual(
    views.transcript.current().map(({ role, text, heard, interrupted }) => ({ role, text, heard, interrupted })),
    [
      { role: 'agent', text: 'One two three four.', heard: 'One two three four.', interrupted: false },
      { role: 'user', text: 'Wait, what?', heard: undefined, interrupted: false },
      { role: 'user', text: 'I see.', heard: undefined, interrupted: false },
    ],
  );
});

test('words in writing do not interrupt, and nobody waits for a response', async (context) => {
  const { conversation, peer, speaker, states, views, until } = await startTalk(context);
  peer.send({ is: 'says', utterance: 1, text: 'One two.' });
  peer.sendAudio(500);
  await speaker.until(() => speaker.receivedMs('utterance-1') === 500);
  speaker.playTo('utterance-1', 100);
  await until(() => views.session.current() === 'speaking');

  conversation.dispatch({ type: 'send-text', text: 'Go on.' });
  assert.equal(views.session.current(), 'speaking');
  speaker.finish('utterance-1');
  await until(() => views.session.current() === 'listening');
  assert.deepEqual(
    peer.received.map((frame) => (JSON.parse(frame) as { type: string }).type),
    ['add-user-text'],
  );
  assert.ok(!speaker.messages.some(({ type }) => type === 'flush'));
  assert.ok(!states.includes('thinking'));
});

test('a tool is answered while the agent goes on, and thinking ends with it', async (context) => {
  const { peer, tools, views, until } = await startTalk(context);
  tools.add({ name: 'look', description: 'Looks.' }, () => {
    throw new Error('It is dark.');
  });
  peer.send({ is: 'call', text: 'look' });
  await until(() => views.session.current() === 'thinking');
  await until(() => views.session.current() === 'listening');
  const answer: unknown = JSON.parse(peer.received.at(-1) ?? '');
  assert.deepEqual(answer, {
    type: 'add-tool-output',
    callId: 'look',
    name: 'look',
    output: '{"error":"It is dark."}',
    isError: true,
  });
});

test('the cost grows with the minutes of the session, whoever speaks', async (context) => {
  const { conversation, peer, views, setTime, until } = await startTalk(context);
  setTime(30_000);
  peer.send({ is: 'voice', heard: true });
  await until(() => views.session.current() === 'hearing');
  assert.ok(Math.abs(views.cost.current().total - SESSION_PER_MINUTE / 2) < 1e-9);
  assert.ok(Math.abs(views.costAt(60_000) - SESSION_PER_MINUTE) < 1e-9);
  setTime(120_000);
  conversation.dispatch({ type: 'stop', reason: 'stopped' });
  assert.equal(await conversation.ended, 'stopped');
  assert.ok(Math.abs(views.cost.current().total - 2 * SESSION_PER_MINUTE) < 1e-9);
  assert.equal(views.cost.current().estimated, true);
});
