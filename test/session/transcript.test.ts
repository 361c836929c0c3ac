import assert from 'node:assert/strict';
import test from 'node:test';
import { transcriptFold } from '../../src/session/transcript.js';
import type { VoiceEvent } from '../../src/spec/voice-event.js';

/** How much of the agent's one item was heard after these events. */
function heard(...events: readonly VoiceEvent[]): string | undefined {
  const entries = [ADDED, ...events].map((event, at) => ({ at, source: 'provider', event }) as const);
  const [item] = transcriptFold.view(entries.reduce((state, entry) => transcriptFold.next(state, entry), transcriptFold.initial));
  assert.ok(item);
  return item.heard;
}

const ADDED = { type: 'item-added', itemId: 'a', kind: 'message', role: 'agent' } as const;
const SOUND = { type: 'agent-audio', itemId: 'a', contentIndex: 0, durationMs: 1000 } as const;
const WORDS = { type: 'agent-transcript', itemId: 'a', delta: 'one two' } as const;
const WRITTEN = { type: 'agent-transcript-done', itemId: 'a', text: 'one two three four' } as const;
const STARTED = { type: 'playback-started', itemId: 'a' } as const;
const ENDED = { type: 'playback-ended', itemId: 'a', heardMs: 1000 } as const;

test('words that come after all their sound was heard, were heard', () => {
  assert.equal(heard(SOUND, STARTED, ENDED, WORDS, WRITTEN), 'one two three four');
});

test('words that come while their sound is being heard, were not for that', () => {
  assert.equal(heard(SOUND, STARTED, { type: 'playback-progress', itemId: 'a', heardMs: 500 }, WRITTEN), '');
});

test('an answer in writing was not heard', () => {
  assert.equal(heard(WORDS, WRITTEN), undefined);
});

test('of an answer that was cut off, words that still come were not heard', () => {
  const cut = { type: 'playback-flushed', itemId: 'a', heardMs: 500, receivedMs: 1000 } as const;
  assert.equal(heard(SOUND, WORDS, STARTED, cut, WRITTEN), 'one');
});
