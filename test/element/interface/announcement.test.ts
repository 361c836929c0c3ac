import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcementOf } from '../../../src/element/interface/announcement.js';
import type { Snapshot } from '../../../src/element/report-events.js';
import { createCostFold, foldAll, latencyFold, transcriptFold } from '../../../src/session/index.js';
import type { VoiceEvent } from '../../../src/spec/voice-event.js';

/** What a screen reader says of the last of these events, while the agent answers. */
function announced(...events: readonly VoiceEvent[]): string | undefined {
  const entries = events.map((event, at) => ({ at, source: 'provider', event }) as const);
  const before: Snapshot = {
    state: 'speaking',
    transcript: [],
    cost: foldAll(
      createCostFold(() => undefined),
      [],
    ),
    latency: foldAll(latencyFold, []),
    notices: {},
  };
  const words = { t: (name: string) => name, lang: 'en', wordsFor: (name: string) => name };
  const last = entries.at(-1);
  assert.ok(last);
  return announcementOf(last, before, { ...before, transcript: foldAll(transcriptFold, entries) }, words);
}

const ITEM = { responseId: 'r', itemId: 'a' };
const ADDED = { type: 'item-added', ...ITEM, kind: 'message', role: 'agent' } as const;
const SOUND = { type: 'agent-audio', ...ITEM, contentIndex: 0, durationMs: 1000 } as const;
const STARTED = { type: 'playback-started', itemId: 'a' } as const;
const WORDS = { type: 'agent-transcript', ...ITEM, delta: 'It is' } as const;
const WRITTEN = { type: 'agent-transcript-done', ...ITEM, text: 'It is noon.' } as const;

test('an answer in writing is read out once it is whole', () => {
  assert.equal(announced(WORDS), undefined);
  assert.equal(announced(WORDS, WRITTEN), 'It is noon.');
});

test('what the agent says aloud is left to its voice', () => {
  assert.equal(announced(ADDED, SOUND, STARTED, WORDS, WRITTEN), undefined);
});

test('of an answer that was taken back nothing is said', () => {
  assert.equal(announced({ type: 'clear' }, { ...WRITTEN, text: '' }), undefined);
});
