import assert from 'node:assert/strict';
import test from 'node:test';
import { exportLog, exportTranscript, foldAll, parseLog, transcriptFold } from '../../src/session/index.js';
import type { Transcript } from '../../src/spec/snapshot.js';
import type { VoiceEvent } from '../../src/spec/voice-event.js';
import { entriesOf } from '../rigs/entries.js';

const said = (id: string, role: 'user' | 'agent', text: string, startMs: number, endMs: number) => ({
  id,
  kind: 'message' as const,
  role,
  text,
  final: true,
  startMs,
  endMs,
  interrupted: false,
});

const TRANSCRIPT: Transcript = [
  said('u1', 'user', 'Is 1 < 2 &\n\nwhy?', 0, 1500),
  { ...said('t1', 'agent', '', 1500, 1600), kind: 'tool', tool: { name: 'look', arguments: '{}', status: 'done', result: 1 } },
  { ...said('a1', 'agent', 'Because it is so.', 2000, 2100), interrupted: true, heard: 'Because it' },
  said('a2', 'agent', 'Bye.', 3_723_004, 3_724_000),
];

test('text: one line each, and of what was interrupted what was heard', () => {
  assert.equal(exportTranscript(TRANSCRIPT, 'text'), 'User: Is 1 < 2 & why?\nAgent: Because it\nAgent: Bye.\n');
  assert.match(exportTranscript(TRANSCRIPT, 'text', { user: 'Sie', agent: 'Er' }), /^Sie: /);
});

test('vtt: cues are markup, so the words are escaped; a cue stays long enough to be read', () => {
  assert.equal(
    exportTranscript(TRANSCRIPT, 'vtt'),
    'WEBVTT\n\n' +
      '00:00:00.000 --> 00:00:01.500\n<v User>Is 1 &lt; 2 &amp; why?\n\n' +
      '00:00:02.000 --> 00:00:02.500\n<v Agent>Because it\n\n' +
      '01:02:03.004 --> 01:02:04.000\n<v Agent>Bye.\n\n',
  );
});

test('srt: numbered, with a comma', () => {
  assert.match(exportTranscript(TRANSCRIPT, 'srt'), /^1\n00:00:00,000 --> 00:00:01,500\nUser: Is 1 < 2 & why\?\n\n2\n/);
});

test('json: everything, tool calls included', () => {
  assert.deepEqual(JSON.parse(exportTranscript(TRANSCRIPT, 'json')), TRANSCRIPT);
});

test('an exported log gives the same views again', () => {
  const spoken: readonly VoiceEvent[] = [
    { type: 'user-started', itemId: 'u1' },
    { type: 'user-transcript-done', itemId: 'u1', text: 'Hello' },
  ];
  const entries = entriesOf(...spoken.map((event, at) => [at, event] as const));
  assert.deepEqual(foldAll(transcriptFold, parseLog(exportLog(entries))), foldAll(transcriptFold, entries));
});

test('what is no log is refused with a reason', () => {
  for (const text of ['', '[]', '{"version":2,"entries":[]}', '{"version":1}', '{"version":1,"entries":[{"at":1}]}', 'null'])
    assert.throws(() => parseLog(text), { code: 'invalid-configuration' });
});
