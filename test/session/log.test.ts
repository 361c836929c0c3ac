import assert from 'node:assert/strict';
import test from 'node:test';
import { createLog, follow, type Fold } from '../../src/session/index.js';
import type { LogEntry, VoiceEvent } from '../../src/spec/voice-event.js';

const clock = { now: () => 0 };
const event = (text: string): VoiceEvent => ({ type: 'send-text', text });
const textOf = ({ event: happened }: LogEntry): string => (happened.type === 'send-text' ? happened.text : '');
const texts: Fold<readonly string[], readonly string[]> = {
  initial: [],
  next: (previous, entry) => [...previous, textOf(entry)],
  view: (state) => state,
};

test('a listener that appends does not change the order in which others hear', () => {
  const log = createLog(clock);
  const life = new AbortController();
  log.subscribe((entry) => {
    if (textOf(entry) === 'question') log.append('page', event('answer'));
  }, life.signal);
  const heard: string[] = [];
  log.subscribe((entry) => heard.push(textOf(entry)), life.signal);
  log.append('page', event('question'));
  assert.deepEqual(heard, ['question', 'answer']);
});

test('a fold that begins in the middle of the telling counts every entry once', () => {
  const log = createLog(clock);
  const life = new AbortController();
  let late: { current(): readonly string[] } | undefined;
  log.subscribe((entry) => {
    if (textOf(entry) !== 'first') return;
    log.append('page', event('second'));
    late = follow(log, texts, life.signal);
  }, life.signal);
  log.append('page', event('first'));
  log.append('page', event('third'));
  assert.deepEqual(late?.current(), ['first', 'second', 'third']);
});

test('a listener ends with its signal, and the oldest entries go when the log is full', () => {
  const log = createLog(clock, 10);
  const life = new AbortController();
  const view = follow(log, texts, life.signal);
  for (let index = 0; index < 100; index += 1) log.append('page', event(String(index)));
  assert.ok(log.entries.length <= 11);
  assert.equal(view.current().length, 100);
  life.abort();
  log.append('page', event('unheard'));
  assert.equal(view.current().length, 100);
});
