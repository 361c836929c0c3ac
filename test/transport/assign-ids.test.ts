import assert from 'node:assert/strict';
import test from 'node:test';
import type { DecodedEvent, ProviderEvent } from '../../src/spec/voice-event.js';
import { createIdAssigner } from '../../src/transport/assign-ids.js';
import fc from '../rigs/fast-check.js';

const USER_STARTED: DecodedEvent = { type: 'user-started' };
const USER_STOPPED: DecodedEvent = { type: 'user-stopped' };
const USER_TRANSCRIPT: DecodedEvent = { type: 'user-transcript-done', text: 'Hello.' };
const RESPONSE_STARTED: DecodedEvent = { type: 'response-started' };
const RESPONSE_DONE: DecodedEvent = { type: 'response-done', status: 'completed' };
const INTERRUPTED: DecodedEvent = { type: 'response-interrupted' };
const AUDIO: DecodedEvent = { type: 'agent-audio', contentIndex: 0, durationMs: 10 };
const AUDIO_DONE: DecodedEvent = { type: 'agent-audio-done' };
const TRANSCRIPT: DecodedEvent = { type: 'agent-transcript', delta: 'Hi' };
const CORRECTED: DecodedEvent = { type: 'agent-transcript-corrected', text: 'H' };
const COMMITTED: DecodedEvent = { type: 'user-committed' };
const TOOL: DecodedEvent = { type: 'tool-called', callId: 'c1', name: 'look', arguments: '{}' };
const WITHOUT_IDS = [
  ...[USER_STARTED, USER_STOPPED, COMMITTED, USER_TRANSCRIPT, RESPONSE_STARTED, RESPONSE_DONE, INTERRUPTED],
  ...[AUDIO, AUDIO_DONE, TRANSCRIPT, CORRECTED, TOOL],
];

function assign(...events: DecodedEvent[]): ProviderEvent[] {
  const ids = createIdAssigner('x');
  return events.map((event) => ids.assign(event));
}

const itemOf = (event: ProviderEvent): string | undefined => ('itemId' in event ? event.itemId : undefined);
const responseOf = (event: ProviderEvent): string | undefined => ('responseId' in event ? event.responseId : undefined);
/** Each id by the order in which it first appears. */
const shape = (ids: readonly (string | undefined)[]): (number | undefined)[] => {
  const order = [...new Set(ids.filter((id) => id !== undefined))];
  return ids.map((id) => (id === undefined ? id : order.indexOf(id)));
};
const items = (...events: DecodedEvent[]): (number | undefined)[] => shape(assign(...events).map(itemOf));
const responses = (...events: DecodedEvent[]): (number | undefined)[] => shape(assign(...events).map(responseOf));

test('the events of one turn share an item, and the next turn has another', () => {
  const turn = [USER_STARTED, USER_STOPPED, COMMITTED, USER_TRANSCRIPT];
  assert.deepEqual(items(...turn, ...turn), [0, 0, 0, 0, 1, 1, 1, 1]);
});

test('a turn that is never transcribed ends when the agent has responded', () => {
  assert.deepEqual(items(USER_STARTED, USER_STOPPED, AUDIO, USER_STARTED, USER_STOPPED, AUDIO), [0, 0, 1, 2, 2, 3]);
});

test('a transcript that arrives late belongs to its own turn, and splits no response', () => {
  assert.deepEqual(items(USER_STARTED, USER_STOPPED, AUDIO, USER_TRANSCRIPT, AUDIO), [0, 0, 1, 0, 1]);
  assert.deepEqual(
    items(USER_STARTED, USER_STOPPED, AUDIO, USER_STARTED, USER_TRANSCRIPT, USER_STOPPED, USER_TRANSCRIPT),
    [0, 0, 1, 2, 0, 2, 2],
  );
});

test('audio that is still on its way when the person speaks belongs to the item that was interrupted', () => {
  const [first, , , late, , , next] = items(AUDIO, USER_STARTED, AUDIO, AUDIO, INTERRUPTED, USER_STOPPED, AUDIO);
  assert.equal(late, first);
  assert.notEqual(next, first);
});

test('an item of the agent ends with its response, an interruption, or the person’s next turn', () => {
  assert.deepEqual(items(AUDIO, TRANSCRIPT, RESPONSE_STARTED, AUDIO), [0, 0, undefined, 1]);
  assert.deepEqual(items(AUDIO, RESPONSE_DONE, AUDIO), [0, undefined, 1]);
  assert.deepEqual(items(AUDIO, INTERRUPTED, CORRECTED, AUDIO), [0, undefined, 0, 1]);
  assert.deepEqual(items(AUDIO, USER_TRANSCRIPT, TRANSCRIPT, AUDIO), [0, 1, 2, 2]);
  assert.deepEqual(items(AUDIO, RESPONSE_DONE, AUDIO_DONE), [0, undefined, 0], 'a late end begins no item');
});

test('the answer to a text is an item of its own', () => {
  const ids = createIdAssigner('x');
  const first = itemOf(ids.assign(AUDIO));
  ids.observeAction({ type: 'add-user-text', text: 'And?' });
  assert.notEqual(itemOf(ids.assign(AUDIO)), first);
});

test('responses begin, hold what happens in them, and end', () => {
  assert.deepEqual(responses(AUDIO, RESPONSE_STARTED, AUDIO, TRANSCRIPT, TOOL, RESPONSE_DONE, AUDIO, RESPONSE_STARTED, AUDIO), [
    undefined,
    0,
    0,
    0,
    0,
    0,
    undefined,
    1,
    1,
  ]);
});

test('ids that the service gives stay as they are', () => {
  const given: DecodedEvent[] = [
    { type: 'user-started', itemId: 'u' },
    { type: 'user-transcript-done', itemId: 'u', text: '' },
    { type: 'response-started', responseId: 'r' },
    { type: 'agent-audio', itemId: 'a', responseId: 'r', contentIndex: 0, durationMs: 1 },
    { type: 'response-done', responseId: 'r', status: 'completed' },
  ];
  assert.deepEqual(assign(...given), given);
});

test('after any events, whatever needs an id has one that is this connection’s', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WITHOUT_IDS)), (events) => {
      const assigned = assign(...events);
      for (const [index, event] of assigned.entries()) {
        assert.deepEqual({ ...event, ...events[index] }, event, 'nothing else changes');
        if (/^(user|agent)-/.test(event.type)) assert.match(itemOf(event) ?? '', /^(user|agent)-x-\d+$/);
        if (/^response-(started|done)/.test(event.type)) assert.match(responseOf(event) ?? '', /^response-x-\d+$/);
      }
      const users = new Set(assigned.filter(({ type }) => type.startsWith('user')).map(itemOf));
      const agents = assigned.filter(({ type }) => type.startsWith('agent')).map(itemOf);
      assert.ok(!agents.some((itemId) => users.has(itemId)), 'no item is both’s');
    }),
  );
});

test('a transcript that precedes the end of its turn leaves no empty turn behind', () => {
  const turn = [USER_STARTED, USER_TRANSCRIPT, USER_STOPPED];
  assert.deepEqual(items(...turn, ...turn), [0, 0, 0, 1, 1, 1]);
});

test('what was typed is no part of the turn that is spoken next', () => {
  const typed: DecodedEvent = { type: 'item-added', kind: 'message', role: 'user', text: 'Hello.' };
  assert.deepEqual(items(typed, AUDIO, USER_STARTED, USER_STOPPED), [0, 1, 2, 2]);
});
