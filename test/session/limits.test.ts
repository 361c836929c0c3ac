import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { createCostFold, createLog, foldAll } from '../../src/session/index.js';
import { dueLimit, followLimits, NO_LIMIT_STATE, type Limits } from '../../src/session/limits.js';
import { pricesOf } from '../../src/providers/openai/prices.js';
import { NO_TOKENS } from '../../src/spec/usage.js';
import type { LogEntry, SessionEvent, VoiceEvent } from '../../src/spec/voice-event.js';
import { entriesOf } from '../rigs/entries.js';
import { startLiveTalk } from '../rigs/talk.js';

function due(limits: Limits, now: number, ...happened: readonly (readonly [number, VoiceEvent])[]): SessionEvent | undefined {
  const entries: readonly LogEntry[] = entriesOf(...happened);
  const costs = createCostFold(pricesOf);
  let cost = costs.initial;
  let state = NO_LIMIT_STATE;
  for (const entry of entries) {
    cost = costs.next(cost, entry);
    state = followLimits(state, entry, costs.view(cost));
  }
  return dueLimit(limits, state, costs.view(cost).total, now);
}

const READY: readonly [number, VoiceEvent] = [0, { type: 'session-ready', model: 'gpt-realtime-2.1' }];
const s = (seconds: number): number => seconds * 1000;

test('idle: a warning comes first, speech takes it back, and the page may decline the end', () => {
  const limits = { idleSeconds: 300 };
  const near: VoiceEvent = { type: 'limit-near', kind: 'idle', remaining: 30 };
  assert.equal(due(limits, s(269), READY), undefined);
  assert.deepEqual(due(limits, s(270), READY), near);
  assert.deepEqual(due(limits, s(400), READY), { type: 'limit-near', kind: 'idle', remaining: 0 }, 'even when it is late');
  assert.equal(due(limits, s(299), READY, [s(270), near]), undefined);
  assert.deepEqual(due(limits, s(300), READY, [s(270), near]), { type: 'limit-reached', kind: 'idle' });
  assert.equal(
    due(limits, s(300), READY, [s(270), near], [s(280), { type: 'playback-progress', itemId: 'a', heardMs: 1 }]),
    undefined,
  );
  assert.equal(due(limits, s(500), READY, [s(270), near], [s(280), { type: 'extend-limit', kind: 'idle' }]), undefined);
  assert.equal(
    due(limits, s(900), READY, [s(10), { type: 'user-started' }]),
    undefined,
    'somebody who speaks at length is not idle',
  );
});

test('a silence that the provider itself speaks into counts as idle for the person', () => {
  const silent: VoiceEvent = { type: 'user-silent', itemId: 'u1' };
  assert.deepEqual(due({ idleSeconds: 60 }, s(31), READY, [s(30), silent]), { type: 'limit-near', kind: 'idle', remaining: 29 });
});

test('duration: from readiness on, announced, then over', () => {
  const limits = { durationSeconds: 20 };
  assert.equal(due(limits, s(9.9), READY), undefined);
  assert.deepEqual(
    due(limits, s(10), READY),
    { type: 'limit-near', kind: 'duration', remaining: 10 },
    'at half of a short limit',
  );
  assert.deepEqual(due(limits, s(20), READY, [s(10), { type: 'limit-near', kind: 'duration', remaining: 10 }]), {
    type: 'limit-reached',
    kind: 'duration',
  });
  assert.equal(due(limits, s(900)), undefined, 'not before readiness');
});

test('cost: the end comes before the response that would pass the ceiling', () => {
  const spent = (audio: number): VoiceEvent => ({
    type: 'response-done',
    responseId: 'r',
    status: 'completed',
    usage: { ...NO_TOKENS, outputAudio: audio },
  });
  const limits = { costDollars: 0.1 };
  assert.equal(due(limits, 0, READY, [1, spent(500)]), undefined, '0.032 of 0.1, and once more fits');
  const near = due(limits, 0, READY, [1, spent(500)], [2, spent(500)], [3, spent(500)]);
  assert.equal(near?.type, 'limit-near');
  const reached = due(limits, 0, READY, [1, spent(500)], [2, spent(500)], [3, spent(500)], [4, near]);
  assert.deepEqual(reached, { type: 'limit-reached', kind: 'cost' }, '0.096, and a fourth would pass 0.1');
});

test('a spending limit lets the agent finish its sentence, a duration limit does not', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const clock = { at: 0, now: () => clock.at };
  const log = createLog(clock);
  const { call, conversation, speaker, entry, state } = await startLiveTalk(t, {
    request: { log, clock, limits: { costDollars: 0.01 } },
  });
  const response = call
    .respond()
    .message('a1')
    .text('a1', 'The last words.')
    .audio('a1', 300)
    .endMessage('a1', 'The last words.');
  response.end('completed', undefined, {
    input_token_details: { audio_tokens: 100 },
    output_token_details: { audio_tokens: 500 },
  });
  await speaker().until(() => speaker().receivedMs('a1') === 300);
  await entry('response-done');
  speaker().playTo('a1', 100);
  await entry('playback-progress');
  mock.timers.tick(1000);
  assert.equal((await entry('limit-near')).kind, 'cost');
  mock.timers.tick(1000);
  assert.equal((await entry('limit-reached')).kind, 'cost');
  assert.equal(state(), 'speaking');
  speaker().finish('a1');
  assert.equal(await conversation.ended, 'limit');
  assert.equal(foldAll(createCostFold(pricesOf), log.entries).estimated, false);
});

test('the idle end: a warning, then the goodbye', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const clock = { at: 0, now: () => clock.at };
  const { conversation, entry } = await startLiveTalk(t, {
    request: { log: createLog(clock), clock, limits: { idleSeconds: 60 } },
  });
  clock.at = s(31);
  mock.timers.tick(1000);
  assert.deepEqual(await entry('limit-near'), { type: 'limit-near', kind: 'idle', remaining: 29 });
  conversation.dispatch({ type: 'extend-limit', kind: 'idle' });
  clock.at = s(65);
  mock.timers.tick(1000);
  clock.at = s(92);
  mock.timers.tick(1000);
  assert.equal(await conversation.ended, 'limit');
});
