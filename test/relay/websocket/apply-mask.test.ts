import assert from 'node:assert/strict';
import test from 'node:test';
import fc from '../../rigs/fast-check.js';
import { applyMask, applyMaskByWords } from '../../../src/relay/websocket/apply-mask.js';

test('masks as RFC 6455 says, at any place in memory, with and without anything native', () => {
  const some = fc.record({
    bytes: fc.uint8Array({ maxLength: 200 }),
    at: fc.nat(9),
    key: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  });
  fc.assert(
    fc.property(some, ({ bytes, at, key }) => {
      const wanted = bytes.map((byte, index) => byte ^ (key[index % 4] ?? 0));
      for (const apply of [applyMask, applyMaskByWords]) {
        const room = Buffer.alloc(at + bytes.length + 8);
        const payload = room.subarray(at, at + bytes.length);
        payload.set(bytes);
        apply(payload, key);
        assert.deepEqual(new Uint8Array(payload), wanted);
        assert.ok(
          room.subarray(0, at).every((byte) => byte === 0) && room.subarray(at + bytes.length).every((byte) => byte === 0),
        );
      }
    }),
  );
});
