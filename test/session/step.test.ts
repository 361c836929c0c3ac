import assert from 'node:assert/strict';
import test from 'node:test';
import fc from '../rigs/fast-check.js';
import type { Effect } from '../../src/spec/action.js';
import type { SessionConfig } from '../../src/spec/session-config.js';
import type { EventSource, LogEntry, VoiceEvent } from '../../src/spec/voice-event.js';
import { INITIAL, type SessionState } from '../../src/session/step/session-state.js';
import { step } from '../../src/session/step/step.js';
import { CLIENT_CAPABILITIES } from '../rigs/capabilities.js';
import { LIVE } from '../rigs/entries.js';

const responseId = fc.constantFrom('r1', 'r2', 'r3');
const itemId = fc.constantFrom('i1', 'i2', 'i3', 'i4');
const callId = fc.constantFrom('c1', 'c2', 'c3');
const ms = fc.integer({ min: 0, max: 5000 });

const config: fc.Arbitrary<SessionConfig> = fc.record({
  turnDetection: fc.constantFrom(
    { type: 'server-vad' } as const,
    { type: 'none' } as const,
    { type: 'semantic-vad', createResponse: false, interruptResponse: false } as const,
  ),
  modality: fc.constantFrom('voice', 'text'),
  tools: fc.constant([]),
});

/** Whatever a provider, a speaker, a page and time may bring, in any order. */
const event: fc.Arbitrary<VoiceEvent> = fc.oneof(
  fc.record({
    type: fc.constant('start' as const),
    provider: fc.constant('p'),
    capabilities: fc.constant(CLIENT_CAPABILITIES),
    config,
    bargeIn: fc.constantFrom('off', 'duck', 'interrupt'),
  }),
  fc.constant<VoiceEvent>({ type: 'session-created', sessionId: 's' }),
  fc.constant<VoiceEvent>({ type: 'session-ready' }),
  fc.constantFrom<VoiceEvent>(
    { type: 'user-started' },
    { type: 'user-stopped' },
    { type: 'user-silent', itemId: 'i1' },
    { type: 'interrupt' },
    { type: 'create-response' },
    { type: 'talk-pressed' },
    { type: 'talk-released' },
    { type: 'send-text', text: 'hello' },
    { type: 'send-context', text: 'note' },
    { type: 'send-raw', message: {} },
    { type: 'set-muted', muted: true },
    { type: 'set-muted', muted: false },
    { type: 'update-session', patch: { turnDetection: { type: 'none' } } },
    { type: 'update-session', patch: { modality: 'text', turnDetection: { type: 'server-vad' } } },
    { type: 'stop', reason: 'stopped' },
    { type: 'limit-reached', kind: 'cost' },
    { type: 'connection-closed', closeCode: 1006, reason: '', error: 'connection-lost' },
    { type: 'failed', code: 'internal', message: '', recoverable: false },
    { type: 'ended', reason: 'stopped' },
    { type: 'microphone-ended', reason: 'unplugged' },
  ),
  responseId.map((id): VoiceEvent => ({ type: 'response-started', responseId: id })),
  fc
    .record({ id: responseId, status: fc.constantFrom('completed' as const, 'cancelled' as const, 'failed' as const) })
    .map(({ id, status }): VoiceEvent => ({ type: 'response-done', responseId: id, status })),
  fc.record({ item: itemId, response: responseId, durationMs: ms }).map(({ item, response, durationMs }): VoiceEvent => ({
    type: 'agent-audio',
    itemId: item,
    responseId: response,
    contentIndex: 0,
    durationMs,
  })),
  itemId.map((id): VoiceEvent => ({ type: 'agent-audio-done', itemId: id })),
  itemId.map((id): VoiceEvent => ({ type: 'playback-started', itemId: id })),
  fc
    .record({
      type: fc.constantFrom('playback-ended' as const, 'playback-flushed' as const, 'playback-progress' as const),
      itemId,
      heardMs: ms,
      receivedMs: ms,
    })
    .map((playback): VoiceEvent => playback),
  fc.record({ callId, response: fc.option(responseId, { nil: undefined }) }).map(({ callId: id, response }): VoiceEvent => ({
    type: 'tool-called',
    callId: id,
    name: 'tool',
    arguments: '{}',
    ...(response === undefined ? {} : { responseId: response }),
  })),
  callId.map((id): VoiceEvent => ({ type: 'tool-finished', callId: id, name: 'tool', outcome: { result: 1 }, durationMs: 1 })),
  fc
    .constantFrom('response-active' as const, 'response-inactive' as const, 'benign' as const, 'error' as const)
    .chain((meaning) =>
      fc.constantFrom(undefined, 'create-response' as const, 'update-session' as const).map((action): VoiceEvent => ({
        type: 'provider-error',
        code: 'refused',
        message: '',
        meaning,
        ...(action === undefined ? {} : { action }),
      })),
    ),
);

/** A call that began well, then anything. */
const conversation = fc.array(event, { maxLength: 80 }).chain((events) =>
  fc.boolean().map((isLive): readonly VoiceEvent[] => {
    if (!isLive) return events;
    return [...LIVE, ...events.filter(({ type }) => type !== 'start')];
  }),
);

interface Taken {
  readonly event: VoiceEvent;
  readonly before: SessionState;
  readonly after: SessionState;
  readonly effects: readonly Effect[];
}

function run(events: readonly VoiceEvent[]): readonly Taken[] {
  let state = INITIAL;
  const source: EventSource = 'session';
  return events.map((each, index) => {
    const before = state;
    const entry: LogEntry = { at: index * 50, source, event: each };
    const { state: after, effects } = step(before, entry);
    state = after;
    return { event: each, before, after, effects };
  });
}

const sends = (effects: readonly Effect[], type: string) =>
  effects.flatMap((effect) => (effect.type === 'send' && effect.action.type === type ? [effect.action] : []));

test('whatever happens in whatever order, no rule of the protocol is broken', () => {
  fc.assert(
    fc.property(conversation, (events) => {
      const active = new Set<string>();
      const answered = new Set<string>();
      const received = new Map<string, number>();
      let started = false;
      let ready = false;
      let open = false;
      for (const { event: happened, effects } of run(events)) {
        if (happened.type === 'start') [started, ready] = [true, false];
        if (happened.type === 'response-started') active.add(happened.responseId);
        if (happened.type === 'response-done') active.delete(happened.responseId);
        if (happened.type === 'agent-audio')
          received.set(happened.itemId, (received.get(happened.itemId) ?? 0) + happened.durationMs);
        if (happened.type === 'session-ready' && started) ready = true;
        // Nothing can be active that cannot be cancelled.
        if (happened.type === 'start' || (happened.type === 'provider-error' && happened.meaning === 'response-inactive'))
          active.clear();

        const creates = sends(effects, 'create-response');
        assert.ok(creates.length <= 1, 'one response at a time');
        if (creates.length > 0) assert.equal(active.size, 0, 'no response is asked for while one is active');
        for (const effect of effects) {
          if (effect.type === 'gate-microphone') open = effect.open;
          if (effect.type !== 'send') continue;
          const { action } = effect;
          assert.ok(ready, `${action.type} before the provider was ready`);
          if (action.type === 'add-tool-output') {
            assert.ok(!answered.has(action.callId), 'a call is answered once');
            answered.add(action.callId);
          }
          if (action.type === 'truncate') {
            assert.ok(Number.isInteger(action.audioEndMs) && action.audioEndMs >= 0);
            assert.ok(action.audioEndMs <= (received.get(action.itemId) ?? -1), 'no more is kept than was received');
          }
        }
        if (open) assert.ok(ready, 'the microphone is closed until the provider is ready');
        if (happened.type === 'start') answered.clear();
      }
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test('what has been owed is asked for in the end: a call that is answered never leaves the agent silent', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (noise) => {
      const harmless = noise.filter(({ type }) =>
        [
          'response-started',
          'response-done',
          'tool-called',
          'tool-finished',
          'agent-audio',
          'user-started',
          'user-stopped',
        ].includes(type),
      );
      const events: readonly VoiceEvent[] = [
        ...LIVE,
        ...harmless,
        ...['r1', 'r2', 'r3'].map((id): VoiceEvent => ({ type: 'response-done', responseId: id, status: 'completed' })),
        { type: 'user-stopped' },
        { type: 'response-started', responseId: 'quiet' },
        { type: 'response-done', responseId: 'quiet', status: 'completed' },
        { type: 'response-started', responseId: 'asking' },
        { type: 'tool-called', callId: 'last', responseId: 'asking', name: 'tool', arguments: '{}' },
        ...['c1', 'c2', 'c3', 'last'].map((id): VoiceEvent => ({
          type: 'tool-finished',
          callId: id,
          name: 'tool',
          outcome: { result: 1 },
          durationMs: 1,
        })),
        { type: 'response-done', responseId: 'asking', status: 'completed' },
      ];
      const taken = run(events);
      const last = taken.at(-1);
      assert.ok(last !== undefined);
      const asked = sends(last.effects, 'create-response').length === 1 || last.before.responses.requested === 'sent';
      assert.ok(asked, JSON.stringify(last.after.responses));
    }),
    { numRuns: 1000, seed: 7 },
  );
});
