import assert from 'node:assert/strict';
import test from 'node:test';
import { pricesOf } from '../../src/providers/openai/prices.js';
import { decodeFrame } from '../../src/providers/openai/decode-frame.js';
import { createCostFold, foldAll } from '../../src/session/index.js';
import type { Cost } from '../../src/spec/snapshot.js';
import type { VoiceEvent } from '../../src/spec/voice-event.js';
import { entriesOf } from '../rigs/entries.js';

function costOf(model: string, ...frames: readonly object[]): Cost {
  const created = { type: 'session.created', session: { id: 's', model } };
  const events = [created, ...frames].flatMap((frame) => decodeFrame(frame).events);
  return foldAll(
    createCostFold(pricesOf),
    events.map((event) => ({ at: 0, event })),
  );
}

const done = (usage?: unknown) => ({
  type: 'response.done',
  response: { id: 'r', status: 'completed', ...(usage !== undefined && { usage }) },
});

const USAGE = {
  total_tokens: 1500,
  input_tokens: 1000,
  output_tokens: 500,
  input_token_details: {
    text_tokens: 600,
    audio_tokens: 400,
    image_tokens: 0,
    cached_tokens: 448,
    cached_tokens_details: { text_tokens: 384, audio_tokens: 64, image_tokens: 0 },
  },
  output_token_details: { text_tokens: 100, audio_tokens: 400, reasoning_tokens: 31 },
};

test('fact 23: cached tokens are part of the input and reasoning of the output: neither is billed twice', () => {
  const { total, byModality, estimated, tokens } = costOf('gpt-realtime-2.1', done(USAGE));
  const text = ((600 - 384) * 4 + 384 * 0.4 + 100 * 24) / 1e6;
  const audio = ((400 - 64) * 32 + 64 * 0.4 + 400 * 64) / 1e6;
  assert.ok(Math.abs(byModality.text - text) < 1e-12);
  assert.ok(Math.abs(byModality.audio - audio) < 1e-12);
  assert.ok(Math.abs(total - text - audio) < 1e-12);
  assert.equal(estimated, false);
  assert.equal(tokens.outputText, 100);
});

test('fact 23: every response is billed for its whole context, so costs add up', () => {
  const once = costOf('gpt-realtime-mini', done(USAGE));
  const twice = costOf('gpt-realtime-mini', done(USAGE), done(USAGE));
  assert.ok(Math.abs(twice.total - 2 * once.total) < 1e-12);
  assert.ok(Math.abs(twice.delta - once.total) < 1e-12);
});

test('fact 23: without usage, or without a known price, the cost says that it is estimated', () => {
  for (const usage of [undefined, null, 'none', {}, { input_token_details: null, output_token_details: {} }]) {
    const cost = costOf('gpt-realtime-2.1', done(usage));
    assert.equal(cost.estimated, true);
    assert.equal(cost.total, 0);
  }
  const unknown = costOf('somebody-elses-model', done(USAGE));
  assert.equal(unknown.estimated, true);
  assert.equal(unknown.tokens.inputText, 600, 'the tokens are counted all the same');
});

test('a service that counts nothing is billed by the lengths of what was said, and says that this is a guess', () => {
  const turn = (at: number, responseId: string): [number, VoiceEvent][] => [
    [at, { type: 'user-started' }],
    [at + 3000, { type: 'user-stopped' }],
    [at + 4000, { type: 'agent-audio', responseId, itemId: responseId, contentIndex: 0, durationMs: 5000 }],
    [at + 4000, { type: 'agent-transcript-done', responseId, itemId: responseId, text: 'x'.repeat(40) }],
    [at + 5000, { type: 'response-done', responseId, status: 'completed' }],
  ];
  const ready = { type: 'session-ready', model: 'gpt-realtime-2.1' } as const;
  const of = (...events: readonly (readonly [number, VoiceEvent])[]): Cost =>
    foldAll(createCostFold(pricesOf), entriesOf([0, ready], ...events));
  const once = of(...turn(0, 'r1'));
  assert.equal(once.estimated, true);
  assert.ok(Math.abs(once.total - (30 * 32 + 100 * 64 + 10 * 24) / 1e6) < 1e-12);
  const twice = of(...turn(0, 'r1'), ...turn(9000, 'r2'));
  const context = (50 * 32 + 10 * 4) / 1e6;
  assert.ok(Math.abs(twice.delta - once.delta - (30 * 32) / 1e6 - context) < 1e-12, 'what was said before is taken in again');
});

test('fact 23: transcription is billed by time or by tokens', () => {
  const transcribed = (usage: object) => ({
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: 'u1',
    transcript: 'hi',
    usage,
  });
  const byTime = costOf('gpt-realtime-2.1', transcribed({ type: 'duration', seconds: 30 }));
  assert.ok(Math.abs(byTime.byModality.transcription - 0.0045 / 2) < 1e-12);
  assert.equal(byTime.estimated, false);
  const tokens = {
    type: 'tokens',
    total_tokens: 30,
    input_tokens: 20,
    output_tokens: 10,
    input_token_details: { audio_tokens: 20 },
  };
  assert.equal(costOf('gpt-realtime-2.1', transcribed(tokens)).estimated, true, 'no price per token is known');
  assert.equal(costOf('local-agent', transcribed(tokens)).estimated, false, 'free is free');
});

test('fact 23: a cache without details is taken to hold text first', () => {
  const { cached_tokens_details: _details, ...input } = USAGE.input_token_details;
  const [event] = decodeFrame(done({ ...USAGE, input_token_details: { ...input, cached_tokens: 700 } })).events;
  assert.ok(event?.type === 'response-done' && event.usage !== undefined);
  assert.deepEqual([event.usage.cachedText, event.usage.cachedAudio], [600, 100]);
});

test('a dated snapshot costs what its model costs, and the local agent costs nothing', () => {
  assert.deepEqual(pricesOf('gpt-realtime-2025-08-28'), pricesOf('gpt-realtime'));
  const local = costOf('local-agent', done(USAGE));
  assert.deepEqual([local.total, local.estimated], [0, false]);
  assert.equal(pricesOf('constructor'), undefined);
});
