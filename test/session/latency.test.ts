import assert from 'node:assert/strict';
import test from 'node:test';
import fc from '../rigs/fast-check.js';
import { foldAll, latencyFold } from '../../src/session/index.js';
import type { SessionConfig } from '../../src/spec/session-config.js';
import type { VoiceEvent } from '../../src/spec/voice-event.js';
import { CLIENT_CAPABILITIES } from '../rigs/capabilities.js';
import { entriesOf } from '../rigs/entries.js';

const CONFIG: SessionConfig = { turnDetection: { type: 'server-vad', silenceDurationMs: 500 }, modality: 'voice', tools: [] };
const START: VoiceEvent = {
  type: 'start',
  provider: 'p',
  capabilities: CLIENT_CAPABILITIES,
  config: CONFIG,
  bargeIn: 'interrupt',
};
const audio = (itemId: string): VoiceEvent => ({ type: 'agent-audio', itemId, contentIndex: 0, durationMs: 100 });

test('a turn’s silence runs from the last sound of the person to the first of the agent, in three parts', () => {
  // At 1,020 the first 20 ms had left; the provider noticed silence at 3,000 ms of sound, of which 500 were silence.
  const { turns, latest } = foldAll(
    latencyFold,
    entriesOf(
      [0, START],
      [1020, { type: 'audio-flowing', audioMs: 20 }],
      [4080, { type: 'user-stopped', itemId: 'u1', audioMs: 3000 }],
      [4300, audio('a1')],
      [4350, audio('a1')],
      [4390, { type: 'playback-started', itemId: 'a1' }],
    ),
  );
  assert.deepEqual(turns, [{ turn: 1, totalMs: 890, endpointingMs: 580, thinkingMs: 220, playbackMs: 90 }]);
  assert.deepEqual(latest, turns[0]);
});

test('a log that learns late when the sound began to flow counts from when it did', () => {
  const { turns } = foldAll(
    latencyFold,
    entriesOf(
      [0, START],
      [1140, { type: 'audio-flowing', audioMs: 20, lateMs: 120 }],
      [4080, { type: 'user-stopped', itemId: 'u1', audioMs: 3000 }],
      [4300, audio('a1')],
      [4390, { type: 'playback-started', itemId: 'a1' }],
    ),
  );
  assert.equal(turns[0]?.endpointingMs, 580);
});

test('after a pause of the microphone the clock of the sound is set anew', () => {
  const { turns } = foldAll(
    latencyFold,
    entriesOf(
      [0, START],
      [1000, { type: 'audio-flowing', audioMs: 20 }],
      [61_000, { type: 'audio-flowing', audioMs: 2020 }],
      [63_500, { type: 'user-stopped', itemId: 'u1', audioMs: 4520 }],
      [63_600, audio('a1')],
      [63_650, { type: 'playback-started', itemId: 'a1' }],
    ),
  );
  assert.equal(turns[0]?.endpointingMs, 500);
});

test('what still comes for an interrupted answer does not answer the next turn', () => {
  const { turns } = foldAll(
    latencyFold,
    entriesOf(
      [0, START],
      [100, audio('old')],
      [200, { type: 'user-started', itemId: 'u1' }],
      [900, { type: 'user-stopped', itemId: 'u1' }],
      [910, audio('old')],
      [1500, audio('new')],
      [1550, { type: 'playback-started', itemId: 'new' }],
    ),
  );
  assert.deepEqual(turns, [{ turn: 1, totalMs: 1150, endpointingMs: 500, thinkingMs: 600, playbackMs: 50 }]);
});

test('with push-to-talk the silence begins when the button is released', () => {
  const { turns } = foldAll(
    latencyFold,
    entriesOf(
      [0, { ...START, config: { ...CONFIG, turnDetection: { type: 'none' } } }],
      [100, { type: 'talk-pressed' }],
      [1000, { type: 'talk-released' }],
      [1400, audio('a1')],
      [1450, { type: 'playback-started', itemId: 'a1' }],
    ),
  );
  assert.deepEqual(turns, [{ turn: 1, totalMs: 450, endpointingMs: 0, thinkingMs: 400, playbackMs: 50 }]);
});

test('the parts sum exactly to the total, whatever the times', () => {
  const time = fc.double({ min: 0, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(fc.array(time, { minLength: 4, maxLength: 4 }), time, (times, audioMs) => {
      const [flowing = 0, stopped = 0, arrived = 0, heard = 0] = times.toSorted((left, right) => left - right);
      const { turns } = foldAll(
        latencyFold,
        entriesOf(
          [0, START],
          [flowing, { type: 'audio-flowing', audioMs: 20 }],
          [stopped, { type: 'user-stopped', audioMs }],
          [arrived, audio('a1')],
          [heard, { type: 'playback-started', itemId: 'a1' }],
        ),
      );
      const [turn] = turns;
      assert.ok(turn !== undefined);
      assert.equal(turn.totalMs, turn.endpointingMs + turn.thinkingMs + turn.playbackMs);
      assert.ok(turn.endpointingMs >= 0 && turn.thinkingMs >= 0 && turn.playbackMs >= 0);
    }),
  );
});
