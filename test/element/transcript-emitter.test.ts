import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentEventDetails, AgentEventType } from '../../src/element/events.js';
import { createTranscriptEmitter } from '../../src/element/transcript-emitter.js';
import { transcriptFold } from '../../src/session/transcript.js';
import type { VoiceEvent } from '../../src/spec/voice-event.js';

/** What a page hears of these events, shortly: the words, how much of them was heard, and whether that is final. */
function told(...events: readonly VoiceEvent[]): string[] {
  const heard: string[] = [];
  const tell = createTranscriptEmitter(<T extends AgentEventType>(type: T, detail: AgentEventDetails[T]) => {
    if ('delta' in detail && 'final' in detail) {
      const { delta, heard: spoken, final } = detail;
      heard.push(`+${delta}${spoken === undefined ? '' : ` [${spoken}]`}${final ? ' final' : ''}`);
    } else heard.push(type);
  });
  let state = transcriptFold.initial;
  events.forEach((event, at) => {
    const entry = { at, source: 'provider', event } as const;
    state = transcriptFold.next(state, entry);
    tell(entry, transcriptFold.view(state));
  });
  return heard;
}

const item = { responseId: 'r', itemId: 'a' };
const ADDED = { type: 'item-added', ...item, kind: 'message', role: 'agent' } as const;
const SOUND = { type: 'agent-audio', ...item, contentIndex: 0, durationMs: 1000 } as const;
const WORDS = { type: 'agent-transcript', ...item, delta: 'one two three four' } as const;
const WRITTEN = { type: 'agent-transcript-done', ...item, text: 'one two three four' } as const;
const STARTED = { type: 'playback-started', itemId: 'a' } as const;
const ENDED = { type: 'playback-ended', itemId: 'a', heardMs: 1000 } as const;

function progress(heardMs: number): VoiceEvent {
  return { type: 'playback-progress', itemId: 'a', heardMs };
}

test('tells what the agent said word by word as it is heard, and once that it is final', () => {
  const steps = Array.from({ length: 50 }, (_, step) => progress(step * 20));
  assert.deepEqual(told(SOUND, WORDS, WRITTEN, STARTED, ...steps, ENDED), [
    '+one two three four',
    '+ []',
    '+ [one]',
    '+ [one two]',
    '+ [one two three]',
    '+ [one two three four] final',
  ]);
});

test('tells words that come after their sound was heard, and then that they are final', () => {
  assert.deepEqual(told(ADDED, SOUND, STARTED, ENDED, WORDS, WRITTEN), [
    '+one two three four [one two three four]',
    '+ [one two three four] final',
  ]);
});

test('tells once how far the agent was heard when it is cut off, whatever still comes', () => {
  const cut = { type: 'playback-flushed', itemId: 'a', heardMs: 600, receivedMs: 1000 } as const;
  const done = { type: 'response-done', responseId: 'r', status: 'cancelled' } as const;
  assert.deepEqual(told(SOUND, WORDS, STARTED, progress(300), cut, SOUND, done, WRITTEN), [
    '+one two three four',
    '+ []',
    '+ [one]',
    '+ [one two] final',
    'agent-interrupted',
  ]);
});

test('leaves nothing unfinished when the conversation ends', () => {
  const over = { type: 'ended', reason: 'stopped' } as const;
  assert.deepEqual(told(SOUND, WORDS, WRITTEN, STARTED, progress(600), over), [
    '+one two three four',
    '+ []',
    '+ [one two]',
    '+ [one two] final',
  ]);
});

test('tells what a person said as it is understood, and once that it is final', () => {
  assert.deepEqual(
    told(
      { type: 'user-started', itemId: 'u' },
      { type: 'user-transcript', itemId: 'u', delta: 'Good ' },
      { type: 'user-stopped', itemId: 'u' },
      { type: 'user-transcript-done', itemId: 'u', text: 'Good day.' },
      { type: 'ended', reason: 'stopped' },
    ),
    ['+', '+Good ', '+day. final'],
  );
});
