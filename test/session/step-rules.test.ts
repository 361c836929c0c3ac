import assert from 'node:assert/strict';
import test from 'node:test';
import { INITIAL } from '../../src/session/step/session-state.js';
import { step } from '../../src/session/step/step.js';
import type { Effect } from '../../src/spec/action.js';
import type { VoiceEvent } from '../../src/spec/voice-event.js';
import { LIVE } from '../rigs/entries.js';

const started = (responseId: string): VoiceEvent => ({ type: 'response-started', responseId });
const done = (responseId: string): VoiceEvent => ({ type: 'response-done', responseId, status: 'completed' });
const audio = (itemId: string, responseId: string): VoiceEvent => ({
  type: 'agent-audio',
  itemId,
  responseId,
  contentIndex: 0,
  durationMs: 500,
});
const called = (callId: string, responseId: string): VoiceEvent => ({
  type: 'tool-called',
  callId,
  responseId,
  name: 'look',
  arguments: '{}',
});
const finished = (callId: string): VoiceEvent => ({
  type: 'tool-finished',
  callId,
  name: 'look',
  outcome: { result: 1 },
  durationMs: 1,
});

const cut = (heardMs: number): VoiceEvent => ({ type: 'playback-flushed', itemId: 'a1', heardMs, receivedMs: 500 });

/** What a live session does after these events. */
function allEffectsOf(...events: readonly VoiceEvent[]): readonly Effect[] {
  let state = INITIAL;
  return [...LIVE, ...events].flatMap((event, at) => {
    const next = step(state, { at, source: 'session', event });
    state = next.state;
    return next.effects;
  });
}

/** The same in short. */
function effectsOf(...events: readonly VoiceEvent[]): readonly string[] {
  return allEffectsOf(...events)
    .map((effect) => (effect.type === 'send' ? effect.action.type : effect.type))
    .filter((name) => name !== 'gate-microphone');
}

test('an item that was heard to its end is not truncated, even if the speaker was flushed at that moment', () => {
  const item: readonly VoiceEvent[] = [started('r1'), audio('a1', 'r1'), { type: 'agent-audio-done', itemId: 'a1' }, done('r1')];
  assert.deepEqual(effectsOf(...item, cut(500)), []);
  assert.deepEqual(effectsOf(...item, cut(499)), ['truncate']);
});

test('fact 11: an item is never truncated beyond the sound that was received, however far the speaker says it got', () => {
  const truncation = allEffectsOf(started('r1'), audio('a1', 'r1'), cut(530)).at(-1);
  assert.deepEqual(truncation, {
    type: 'send',
    action: { type: 'truncate', itemId: 'a1', contentIndex: 0, audioEndMs: 500 },
  });
});

test('what arrives after the interruption is not sound that could be interrupted again', () => {
  const again: VoiceEvent = { type: 'interrupt' };
  assert.deepEqual(effectsOf(started('r1'), { type: 'user-started' }, audio('a1', 'r1'), done('r1'), again), []);
  assert.deepEqual(effectsOf(started('r1'), { type: 'interrupt' }, audio('a1', 'r1'), again), ['cancel-response']);
});

test('only push-to-talk sends the moment before the microphone’s gate opens, and not while it is muted', () => {
  const pushToTalk: VoiceEvent = { type: 'update-session', patch: { turnDetection: { type: 'none' } } };
  const press: VoiceEvent = { type: 'talk-pressed' };
  const opened = (...events: readonly VoiceEvent[]): readonly boolean[] =>
    allEffectsOf(...events).flatMap((effect) => (effect.type === 'gate-microphone' && effect.open ? [effect.preRoll] : []));
  assert.deepEqual(opened(), [false]);
  assert.deepEqual(opened(pushToTalk, press), [false, true]);
  assert.deepEqual(opened({ type: 'set-muted', muted: true }, pushToTalk, press), [false, false]);
});

test('who asks twice is answered once, and an interruption is sent once', () => {
  assert.deepEqual(effectsOf({ type: 'create-response' }, { type: 'create-response' }), ['create-response']);
  assert.deepEqual(effectsOf(started('r1'), { type: 'interrupt' }, { type: 'interrupt' }), ['cancel-response']);
});

test('a response that was interrupted before it began is cancelled when it begins', () => {
  assert.deepEqual(effectsOf({ type: 'create-response' }, { type: 'interrupt' }, started('r1')), [
    'create-response',
    'cancel-response',
  ]);
});

test('while the provider speaks of a response that it never announced, none is asked for', () => {
  const refused: VoiceEvent = {
    type: 'provider-error',
    code: 'conversation_already_has_active_response',
    message: '',
    meaning: 'response-active',
  };
  const ask: VoiceEvent = { type: 'create-response' };
  assert.deepEqual(effectsOf(ask, refused, ask), ['create-response']);
  assert.deepEqual(effectsOf(ask, refused, ask, done('hidden')), ['create-response', 'create-response']);
});

test('a request that fails for another reason is told and does not block the next', () => {
  const ask: VoiceEvent = { type: 'create-response' };
  const failed: VoiceEvent = { type: 'provider-error', code: 'server_error', message: '', meaning: 'error' };
  assert.deepEqual(effectsOf(ask, failed, ask), ['create-response', 'report', 'create-response']);
  assert.deepEqual(effectsOf(ask, { ...failed, action: 'truncate' }, ask), ['create-response', 'report']);
});

test('a call that is told twice runs once', () => {
  assert.deepEqual(effectsOf(started('r1'), called('c1', 'r1'), called('c1', 'r1')), ['run-tool']);
});

test('a result that comes while the person speaks is told at once and spoken about in the answer to them', () => {
  const talk: readonly VoiceEvent[] = [started('r1'), called('c1', 'r1'), done('r1'), { type: 'user-started' }, finished('c1')];
  assert.deepEqual(effectsOf(...talk), ['run-tool', 'add-tool-output']);
  const answered: readonly VoiceEvent[] = [...talk, { type: 'user-stopped' }, started('r2'), done('r2')];
  assert.deepEqual(effectsOf(...answered), ['run-tool', 'add-tool-output'], 'no second answer');
});

test('a result that comes after an interruption is told without being spoken about', () => {
  const talk: readonly VoiceEvent[] = [started('r1'), called('c1', 'r1'), done('r1'), { type: 'interrupt' }, finished('c1')];
  assert.deepEqual(effectsOf(...talk), ['run-tool', 'add-tool-output']);
});
