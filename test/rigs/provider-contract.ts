import assert from 'node:assert/strict';
import test from 'node:test';
import fc from './fast-check.js';
import type { Action } from '../../src/spec/action.js';
import { AgentError } from '../../src/spec/agent-error.js';
import type { Provider } from '../../src/spec/provider.js';
import type { SessionConfig } from '../../src/spec/session-config.js';

const CONFIG: SessionConfig = {
  turnDetection: { type: 'server-vad' },
  modality: 'voice',
  tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object', properties: {} } }],
  instructions: 'Be “brief”.\n',
  voice: 'v',
};

/** One of each. */
export const ACTIONS: { readonly [T in Action['type']]: Action & { readonly type: T } } = {
  configure: { type: 'configure', config: CONFIG, audioHeard: false },
  'commit-audio': { type: 'commit-audio' },
  'clear-audio': { type: 'clear-audio' },
  'add-user-text': { type: 'add-user-text', text: 'Hello “you” \u2028' },
  'add-user-image': { type: 'add-user-image', dataUrl: 'data:image/png;base64,AAAA', text: 'This?' },
  'add-context': { type: 'add-context', text: 'Noted.' },
  'add-tool-output': { type: 'add-tool-output', callId: 'c1', output: '{"a":1}' },
  'create-response': { type: 'create-response', say: 'Welcome.' },
  'cancel-response': { type: 'cancel-response', responseId: 'r1' },
  truncate: { type: 'truncate', itemId: 'i1', contentIndex: 0, audioEndMs: 120 },
  'send-raw': { type: 'send-raw', message: { type: 'anything' } },
};

export interface Samples {
  /** Frames of this provider, one of every kind that its codec reads; they are bent in every way. */
  readonly frames: readonly Readonly<Record<string, unknown>>[];
}

/** What every provider owes the rest of the package. */
export function testProviderContract(id: string, load: () => Promise<{ readonly default: Provider }>, { frames }: Samples): void {
  test(`${id}: describes itself`, async () => {
    const { default: provider } = await load();
    assert.equal(provider.id, id, 'the registry’s name is the provider’s');
    assert.ok(provider.label.length > 0);
    for (const { sampleRate } of [provider.input, provider.output]) assert.ok(sampleRate >= 8000 && sampleRate <= 48_000);
    assert.doesNotThrow(() => provider.pricesOf(undefined));
    if (provider.transport.kind === 'relay') {
      assert.match(provider.transport.credential.environment, /^[A-Z][A-Z0-9_]*$/, 'the name of a variable, never a key');
      assert.ok(provider.transport.ticket.path.startsWith('/'));
    }
  });

  test(`${id}: says every action in whole text frames of JSON, or not at all`, async () => {
    const { transport } = (await load()).default;
    const codec = transport.createCodec();
    for (const action of Object.values(ACTIONS)) {
      for (const frame of codec.encode(action)) {
        const parsed: unknown = JSON.parse(frame);
        assert.ok(typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed), action.type);
      }
    }
    const sound = codec.encodeAudio(Uint8Array.from({ length: 960 }, (_, index) => index % 256));
    assert.doesNotThrow(() => void JSON.parse(sound));
  });

  test(`${id}: reads anything without throwing, and keeps its name when it means nothing`, async () => {
    const { transport } = (await load()).default;
    const codec = transport.createCodec();
    const names = frames.map((frame) => frame.type);
    const arbitrary = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constantFrom(...names), item_id: fc.jsonValue(), response: fc.jsonValue(), delta: fc.jsonValue() }),
      fc
        .constantFrom(...frames)
        .chain((frame) =>
          fc.constantFrom(...Object.keys(frame)).chain((field) => fc.jsonValue().map((value) => ({ ...frame, [field]: value }))),
        ),
    );
    fc.assert(
      fc.property(arbitrary, (frame) => {
        const { events, audio } = codec.decode(frame);
        for (const event of events) assert.equal(typeof event.type, 'string');
        if (audio !== undefined) assert.ok(events.some((event) => event.type === 'agent-audio' && event.itemId === audio.itemId));
      }),
      { numRuns: 3000 },
    );
    const unknown = codec.decode({ type: 'a name from next year' });
    assert.equal(unknown.events[0]?.type, 'frame-ignored');
  });

  test(`${id}: refuses a ticket that is none, and two conversations share nothing`, async () => {
    const { transport } = (await load()).default;
    const [first, second] = [transport.createCodec(), transport.createCodec()];
    first.encode(ACTIONS['commit-audio']);
    assert.deepEqual(first.encode(ACTIONS['clear-audio']).length, second.encode(ACTIONS['clear-audio']).length);
    assert.notEqual(first, second);
    if (transport.kind !== 'relay') return;
    const { ticket } = transport;
    for (const answer of [undefined, null, 5, 'ws://x', [], {}, { wsUrl: 'javascript:alert(1)' }, { wsUrl: 'http://x' }])
      assert.throws(
        () => ticket.parse(answer),
        (error) => error instanceof AgentError && error.code === 'relay-malformed',
      );
  });
}
