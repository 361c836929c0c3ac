import assert from 'node:assert/strict';
import test from 'node:test';
import fc from '../../rigs/fast-check.js';
import { composeFrame, maskFrame } from '../../../src/relay/websocket/compose-frame.js';
import { FrameReader, type FrameRules, type Said } from '../../../src/relay/websocket/frame-reader.js';
import { rawFrame, type RawFrame } from '../../rigs/websocket/raw-frame.js';
import { openReceiver } from '../../rigs/websocket/ws-receiver.js';

const LIMITS = { maxMessageBytes: 2_000, maxFragments: 5 };

function wordOf(said: Said): string {
  switch (said.type) {
    case 'message':
      return `${said.isBinary ? 'binary' : 'text'} ${said.payload.toString('hex')}`;
    case 'close':
      return `close ${said.closeCode} ${said.reason}`;
    case 'fault':
      return `fault ${said.closeCode}`;
    default:
      return `${said.type} ${said.payload.toString('hex')}`;
  }
}

/** All that is said in chunks, which are consumed. */
function read(chunks: readonly Buffer[], rules: FrameRules): Said[] {
  const reader = new FrameReader(rules);
  const all: Said[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let said = reader.next(); said !== undefined; said = reader.next()) all.push(said);
  }
  return all;
}

function readByWs(chunks: readonly Buffer[], isServer: boolean): string[] {
  const all: string[] = [];
  const push = openReceiver(
    { isServer, maxPayload: LIMITS.maxMessageBytes, maxFragments: LIMITS.maxFragments },
    (said) => void all.push(said),
  );
  chunks.forEach(push);
  return all;
}

/** The same bytes, cut at the same places. */
function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes.length === 0 ? bytes.length : (sizes[turn % sizes.length] ?? 1);
    chunks.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return chunks;
}

const text = fc.string({ unit: 'grapheme', maxLength: 300 }).map((letters) => Buffer.from(letters));
const bytes = fc.uint8Array({ maxLength: 1_100 }).map((some) => Buffer.from(some));
const small = fc.uint8Array({ maxLength: 125 }).map((some) => Buffer.from(some));
const chunking = fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 8 });

const often = <T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 30, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

/** Mostly what peers send; every rule is broken now and then. */
const anyFrame = (isMasked: boolean): fc.Arbitrary<RawFrame> => {
  const reserved = often(0, fc.integer({ min: 1, max: 7 }));
  const rest = { reserved, isMasked: often(isMasked, fc.constant(!isMasked)), lengthBytes: often(0, fc.constantFrom(2, 8)) };
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ ...rest, opcode: fc.constantFrom(0, 0, 1), payload: text, isFinal: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ ...rest, opcode: fc.constantFrom(0, 2), payload: bytes, isFinal: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ ...rest, opcode: fc.constantFrom(9, 10), payload: small }) },
    {
      weight: 1,
      arbitrary: fc.record({ ...rest, opcode: fc.integer({ min: 0, max: 15 }), payload: bytes, isFinal: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ opcode: fc.constant(8), payload: small, isMasked: fc.constant(isMasked) }) },
  );
};

for (const isMasked of [true, false]) {
  test(`reads what ${isMasked ? 'clients' : 'servers'} write exactly as ws does, however frames and chunks fall`, () => {
    fc.assert(
      fc.property(fc.array(anyFrame(isMasked), { maxLength: 12 }), chunking, (frames, sizes) => {
        const wire = Buffer.concat(frames.map(rawFrame));
        const ours = read(cut(wire, sizes), { ...LIMITS, isMasked }).map(wordOf);
        assert.deepEqual(ours, readByWs(cut(wire, sizes), isMasked));
      }),
      { numRuns: 1_000 },
    );
  });

  test(`what ${isMasked ? 'clients' : 'servers'} wrote in one frame goes on as it came`, () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(text, bytes), { minLength: 1, maxLength: 8 }), chunking, (payloads, sizes) => {
        const wire = Buffer.concat(payloads.map((payload) => rawFrame({ opcode: 2, payload, isMasked })));
        const said = read(cut(wire, sizes), { ...LIMITS, isMasked });
        const passed = said.map((message) => {
          assert.ok(message.type === 'message' && message.wire !== undefined);
          if (isMasked) maskFrame(message.wire, message.payload);
          return Buffer.from(message.wire);
        });
        if (!isMasked) assert.deepEqual(Buffer.concat(passed), wire);
        assert.deepEqual(
          readByWs(passed, isMasked),
          payloads.map((payload) => `binary ${payload.toString('hex')}`),
        );
      }),
    );
  });

  test(`what is written as a ${isMasked ? 'client' : 'server'} is read by ws`, () => {
    for (const size of [0, 1, 47, 48, 125, 126, 127, 1_999, 2_000]) {
      const payload = 'é'.repeat(size / 2).padEnd(size - Math.floor(size / 2), 'e');
      for (const form of [payload, Buffer.from(payload)])
        assert.deepEqual(readByWs([composeFrame(1, form, isMasked)], isMasked), [`text ${Buffer.from(payload).toString('hex')}`]);
    }
    const long = composeFrame(2, Buffer.alloc(70_000, 7), isMasked);
    const [said] = read([long], { ...LIMITS, maxMessageBytes: 70_000, isMasked });
    assert.ok(said?.type === 'message' && said.payload.equals(Buffer.alloc(70_000, 7)));
  });
}

test('a length in more bytes than it needs is read, but does not go on as it came', () => {
  const [said] = read([rawFrame({ payload: 'hello', lengthBytes: 8 })], { ...LIMITS, isMasked: true });
  assert.ok(said?.type === 'message');
  assert.deepEqual([said.payload.toString(), said.wire], ['hello', undefined]);
});

test('a frame that is only announced takes no room; what comes of it does, and little more', () => {
  const reader = new FrameReader({ isMasked: false, maxMessageBytes: 4_000_000, maxFragments: 1 });
  const frame = rawFrame({ opcode: 2, payload: Buffer.alloc(4_000_000), isMasked: false });
  const before = process.memoryUsage().arrayBuffers;
  for (const byte of frame.subarray(0, 1_000)) (reader.push(Buffer.from([byte])), reader.next());
  const after = process.memoryUsage().arrayBuffers;
  assert.ok(after - before < 200_000, `${after - before} bytes`);
});

test('keys of frames that go on are fresh: no two are alike', () => {
  const keys = Array.from({ length: 3_000 }, () => composeFrame(1, '', true).toString('hex', 2, 6));
  assert.ok(new Set(keys).size > 2_990);
});
