import assert from 'node:assert/strict';
import test from 'node:test';
import fc from './fast-check.js';
import type { Action } from '../../src/spec/action.js';
import { AgentError, isAgentErrorCode } from '../../src/spec/agent-error.js';
import { durationMs, type AudioFormats } from '../../src/spec/audio-format.js';
import type { Capabilities } from '../../src/spec/capabilities.js';
import type { Codec, Decoded, OutgoingFrame } from '../../src/spec/codec.js';
import type { Provider, TicketRoute, Transport } from '../../src/spec/provider.js';
import type { SessionConfig } from '../../src/spec/session-config.js';

export const CONFIG: SessionConfig = {
  turnDetection: { type: 'server-vad' },
  modality: 'voice',
  tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object', properties: {} } }],
  instructions: 'Be “brief”.\n',
  voice: 'v',
};

/** One of each. */
export const ACTIONS: { readonly [T in Action['type']]: Action & { readonly type: T } } = {
  'update-session': { type: 'update-session', config: CONFIG, changed: ['instructions'] },
  'commit-audio': { type: 'commit-audio' },
  'clear-audio': { type: 'clear-audio' },
  'add-user-text': { type: 'add-user-text', text: 'Hello “you” \u2028' },
  'add-user-image': { type: 'add-user-image', dataUrl: 'data:image/png;base64,AAAA', text: 'This?' },
  'add-context': { type: 'add-context', text: 'Noted.' },
  'add-tool-output': { type: 'add-tool-output', callId: 'c1', name: 'look', output: '{"a":1}', isError: false },
  'create-response': { type: 'create-response', say: 'Welcome.' },
  'cancel-response': { type: 'cancel-response', responseId: 'r1' },
  truncate: { type: 'truncate', itemId: 'i1', contentIndex: 0, audioEndMs: 120 },
  'send-raw': { type: 'send-raw', message: { type: 'anything' } },
};

const MEANINGS = ['benign', 'response-active', 'response-inactive', 'error', 'fatal'];

export interface Samples {
  /** Frames of this provider, one of every kind that its codec reads; they are mutated in every way. */
  readonly frames: readonly Readonly<Record<string, unknown>>[];
}

/** What every provider guarantees to the rest of the package. */
export function testProviderContract(id: string, load: () => Promise<{ readonly default: Provider }>, { frames }: Samples): void {
  test(`${id}: describes itself`, async () => {
    const { default: provider } = await load();
    assert.equal(provider.id, id, 'the registry’s name is the provider’s');
    assert.ok(provider.label.length > 0);
    assert.doesNotThrow(() => provider.pricesOf(undefined));
    const { environment } = provider.credential ?? {};
    if (environment !== undefined) assert.match(environment, /^[A-Z][A-Z0-9_]*$/, 'the name of a variable, never a key');
    const { turnDetection, inputs, updates, silenceMs, minCommitMs } = provider.capabilities;
    assert.ok(turnDetection.length > 0);
    for (const list of [turnDetection, inputs, updates]) assert.equal(new Set<string>(list).size, list.length);
    for (const ms of [silenceMs, minCommitMs]) assert.ok(ms >= 0 && ms <= 10_000);
  });

  test(`${id}: announces its audio formats, at once or in a frame`, async () => {
    const codec = (await load()).default.createCodec(CONFIG);
    const announced = codec.formats ?? announcedFormats(frames.map((frame) => codec.decode(frame)));
    assert.ok(announced);
    for (const { sampleRate } of [announced.input, announced.output]) assert.ok(sampleRate >= 8000 && sampleRate <= 48_000);
  });

  test(`${id}: encodes what its capabilities allow and nothing else`, async () => {
    const { capabilities, createCodec } = (await load()).default;
    const codec = createCodec(CONFIG);
    for (const frame of codec.open()) assertFrame(frame, 'open');
    for (const action of Object.values(ACTIONS)) {
      const encoded = codec.encode(action);
      assert.equal(encoded.length > 0, allows(capabilities, action.type), action.type);
      for (const frame of encoded) assertFrame(frame, action.type);
    }
    assertFrame(codec.encodeAudio(Uint8Array.from({ length: 960 }, (_, index) => index % 256)), 'audio');
  });

  test(`${id}: decodes anything without throwing`, async () => {
    const codec = (await load()).default.createCodec(CONFIG);
    let { formats } = codec;
    const arbitrary = fc.oneof(fc.jsonValue(), fc.uint8Array(), fc.constantFrom(...frames).chain(mutations));
    fc.assert(
      fc.property(arbitrary, (frame) => {
        const decoded = codec.decode(frame);
        formats = announcedFormats([decoded]) ?? formats;
        assertDecoded(decoded, formats);
      }),
      { numRuns: 3000 },
    );
    assert.equal(codec.decode({ type: 'a name from next year' }).events[0]?.type, 'frame-ignored');
  });

  test(`${id}: explains every close`, async () => {
    const codec: Codec = (await load()).default.createCodec(CONFIG);
    assert.equal(codec.explainClose(1000, ''), null);
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 4999 }), fc.string(), (closeCode, reason) => {
        const error = codec.explainClose(closeCode, reason);
        assert.ok(error === null || isAgentErrorCode(error));
      }),
    );
  });

  test(`${id}: two conversations share nothing`, async () => {
    const { createCodec } = (await load()).default;
    const [first, second] = [createCodec(CONFIG), createCodec(CONFIG)];
    assert.notEqual(first, second);
    for (const frame of frames) first.decode(frame);
    first.encode(ACTIONS['commit-audio']);
    assert.deepEqual(second.open(), createCodec(CONFIG).open());
    assert.deepEqual(second.encode(ACTIONS['update-session']), createCodec(CONFIG).encode(ACTIONS['update-session']));
  });

  test(`${id}: asks the relay for a ticket and refuses what is not one`, async () => {
    const ticket = ticketOf((await load()).default.transport);
    if (ticket === undefined) return;
    const { path, body } = ticket.request(CONFIG);
    assert.match(path, /^\/[^/]/);
    assert.doesNotThrow(() => JSON.stringify(body));
    for (const answer of [undefined, null, 5, 'ws://x', [], {}, { wsUrl: 'javascript:alert(1)' }, { wsUrl: 'http://x' }])
      assert.throws(
        () => ticket.parse(answer),
        (error) => error instanceof AgentError && error.code === 'relay-malformed',
      );
  });
}

function ticketOf(transport: Transport): TicketRoute | undefined {
  switch (transport.kind) {
    case 'relayed':
    case 'direct':
    case 'webrtc':
      return transport.ticket;
    case 'page':
      return undefined;
    default:
      return transport satisfies never;
  }
}

function allows(capabilities: Capabilities, action: Action['type']): boolean {
  const { updates, turnDetection, mute, inputs, tools, responses, cancellation, truncation } = capabilities;
  switch (action) {
    case 'update-session':
      return updates.length > 0;
    case 'commit-audio':
    case 'clear-audio':
      return turnDetection.includes('none') || mute === 'commit';
    case 'add-user-text':
      return inputs.includes('text');
    case 'add-user-image':
      return inputs.includes('image');
    case 'add-context':
      return inputs.includes('context');
    case 'add-tool-output':
      return tools !== 'none';
    case 'create-response':
      return responses === 'client';
    case 'cancel-response':
      return cancellation;
    case 'truncate':
      return truncation;
    case 'send-raw':
      return true;
    default:
      return action satisfies never;
  }
}

function announcedFormats(decoded: readonly Decoded[]): AudioFormats | undefined {
  return decoded.flatMap(({ events }) => events).find((event) => event.type === 'audio-formats');
}

function assertFrame(frame: OutgoingFrame, name: string): void {
  if (typeof frame !== 'string') return assert.ok(frame instanceof Uint8Array, name);
  const parsed: unknown = JSON.parse(frame);
  assert.ok(typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed), name);
}

function assertDecoded(decoded: Decoded, formats: AudioFormats | undefined): void {
  const { events, audio, replies = [] } = decoded;
  assert.deepEqual(structuredClone(events), events, 'events cross from a Worker to the page');
  for (const frame of replies) assertFrame(frame, 'reply');
  for (const event of events) {
    assert.equal(typeof event.type, 'string');
    if (event.type !== 'provider-error') continue;
    assert.ok(MEANINGS.includes(event.meaning));
    assert.ok(event.errorCode === undefined || isAgentErrorCode(event.errorCode));
    assert.ok(event.action === undefined || Object.hasOwn(ACTIONS, event.action));
  }
  if (audio === undefined) return;
  const spoken = events.filter((event) => event.type === 'agent-audio');
  assert.equal(spoken.length, 1);
  assert.ok(formats, 'formats precede audio');
  assert.equal(spoken[0]?.durationMs, durationMs(formats.output, audio.length));
}

type Json = Readonly<Record<string, unknown>>;

/** Hostile values as well as arbitrary ones. */
const VALUES = fc.oneof(
  fc.constantFrom(undefined, null, -1, 1e308, NaN, Infinity, '', 'constructor', '__proto__'),
  fc.jsonValue(),
);

/** Frames in which one field, at any depth, is another value or absent. */
function mutations(frame: Json): fc.Arbitrary<unknown> {
  return fc.constantFrom(...pathsIn(frame)).chain((path) => VALUES.map((value) => withValue(frame, path, value)));
}

function pathsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[name], ...pathsIn(inner).map((path) => [name, ...path])]);
}

function withValue(frame: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const copy: unknown = structuredClone(frame);
  if (typeof copy !== 'object' || copy === null) return value;
  const inner: unknown = Reflect.get(copy, name);
  Reflect.set(copy, name, withValue(inner, rest, value));
  return copy;
}
