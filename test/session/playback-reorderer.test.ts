import assert from 'node:assert/strict';
import test from 'node:test';
import fc from '../rigs/fast-check.js';
import { createPlaybackReorderer } from '../../src/session/playback-reorderer.js';
import { INITIAL } from '../../src/session/step/session-state.js';
import { step } from '../../src/session/step/step.js';
import { latencyFold } from '../../src/session/latency.js';
import { foldAll } from '../../src/session/fold.js';
import { transcriptFold } from '../../src/session/transcript.js';
import type { LogEntry, PlaybackEvent, VoiceEvent } from '../../src/spec/voice-event.js';
import { entriesOf, LIVE } from '../rigs/entries.js';

const ITEM = { responseId: 'r1', itemId: 'a1' };
const WORDS = ['one ', 'two ', 'three ', 'four'];

/** A log as a conversation writes it, of what two channels bring in this order. */
function logOf(arriving: readonly VoiceEvent[]): readonly LogEntry[] {
  const events: VoiceEvent[] = [];
  const order = createPlaybackReorderer((event) => write(event));
  const write = (event: VoiceEvent): void => {
    events.push(event);
    order.observe(event);
  };
  for (const event of [...LIVE, ...arriving]) {
    if (isOfSpeaker(event)) order.push(event);
    else write(event);
  }
  return entriesOf(...events.map((event, at) => [at, event] as const));
}

function isOfSpeaker(event: VoiceEvent): event is PlaybackEvent {
  return event.type.startsWith('playback-');
}

/** What a person and a provider learn of it. */
function outcomeOf(arriving: readonly VoiceEvent[]): unknown {
  const log = logOf(arriving);
  let state = INITIAL;
  const truncations = log.flatMap((entry) => {
    const next = step(state, entry);
    state = next.state;
    return next.effects.filter((effect) => effect.type === 'send' && effect.action.type === 'truncate');
  });
  const [said] = foldAll(transcriptFold, log);
  return {
    truncations,
    said: said && { text: said.text, heard: said.heard, heardMs: said.heardMs, interrupted: said.interrupted },
    timed: foldAll(latencyFold, log).turns.length,
    left: state.playing,
  };
}

const speech = fc
  .record({
    /** Of one word each. */
    soundsMs: fc.tuple(...WORDS.map(() => fc.integer({ min: 20, max: 500 }))),
    heardShares: fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 4 }),
    cut: fc.boolean(),
    announced: fc.boolean(),
    turns: fc.array(fc.boolean(), { maxLength: 20 }),
  })
  .map(({ soundsMs, heardShares, cut, announced, turns }) => {
    const wholeMs = soundsMs.reduce((sum, ms) => sum + ms, 0);
    const heardMs = heardShares.map((share) => share * wholeMs).toSorted((left, right) => left - right);
    const provider: VoiceEvent[] = [
      { type: 'user-stopped', itemId: 'u1' },
      { type: 'response-started', responseId: 'r1' },
      ...WORDS.flatMap((delta, index): VoiceEvent[] => [
        { type: 'agent-transcript', ...ITEM, delta },
        { type: 'agent-audio', ...ITEM, contentIndex: 0, durationMs: soundsMs[index] ?? 0 },
      ]),
      ...(announced ? [{ type: 'agent-audio-done', ...ITEM } as const] : []),
    ];
    const speaker: PlaybackEvent[] = [
      { type: 'playback-started', itemId: 'a1' },
      ...heardMs.map((ms): PlaybackEvent => ({ type: 'playback-progress', itemId: 'a1', heardMs: ms })),
      cut
        ? { type: 'playback-flushed', itemId: 'a1', heardMs: heardMs.at(-1) ?? 0, receivedMs: wholeMs }
        : { type: 'playback-ended', itemId: 'a1', heardMs: wholeMs },
    ];
    return { provider, speaker, turns };
  });

/** Both in their own order, mixed as `turns` says: whose turn it is next, and the provider's rest at last. */
function mix(provider: readonly VoiceEvent[], speaker: readonly VoiceEvent[], turns: readonly boolean[]): VoiceEvent[] {
  const [left, right] = [[...provider], [...speaker]];
  const mixed = turns.flatMap((isProvider) => (isProvider ? left : right).splice(0, 1));
  return [...mixed, ...right, ...left];
}

test('what the speaker did means the same, whichever of the two channels is faster', () => {
  fc.assert(
    fc.property(speech, ({ provider, speaker, turns }) => {
      assert.deepEqual(outcomeOf(mix(provider, speaker, turns)), outcomeOf([...provider, ...speaker]));
    }),
    { numRuns: 500 },
  );
});

test('a position beyond the end of the audio keeps nothing back, where the end of the audio is not announced', () => {
  const emitted: VoiceEvent[] = [];
  const reorderer = createPlaybackReorderer((event) => emitted.push(event));
  reorderer.observe({ type: 'agent-audio', itemId: 'a1', contentIndex: 0, durationMs: 500 });
  const drained: PlaybackEvent = { type: 'playback-drained', itemId: 'a1', heardMs: 500 };
  reorderer.push({ type: 'playback-progress', itemId: 'a1', heardMs: 512 });
  reorderer.push(drained);
  assert.deepEqual(emitted, [drained]);
});
