import assert from 'node:assert/strict';
import test from 'node:test';
import fc from '../../../rigs/fast-check.js';
import { z } from 'zod';
import { isBase64 } from '../../../../src/relay/protocols/openai/is-base64.js';

/** Wherever it stands, between bytes that are no letters. */
function isBase64At(text: string, at: number): boolean {
  const bytes = Buffer.alloc(at + text.length + 5, '"');
  bytes.write(text, at, 'latin1');
  return isBase64(bytes.subarray(1), at - 1, at - 1 + text.length);
}

test('tells Base64 as the schema does, at every place and with any one byte spoilt', () => {
  const place = fc.integer({ min: 1, max: 8 });
  const spoilt = fc
    .tuple(fc.base64String({ maxLength: 64 }), fc.nat(), fc.integer({ min: 0, max: 255 }))
    .map(([text, seed, byte]) => {
      const at = text.length === 0 ? 0 : seed % text.length;
      return text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1);
    });
  const text = fc.oneof(
    fc.base64String({ maxLength: 64 }),
    spoilt,
    fc.string({ maxLength: 9 }),
    fc.constantFrom('====', 'A===', '=AAA', 'AA=A'),
  );
  fc.assert(
    fc.property(text, place, (letters, at) => {
      const latin = Buffer.from(letters, 'latin1').toString('latin1');
      assert.equal(isBase64At(latin, at), z.base64().safeParse(latin).success, JSON.stringify(latin));
    }),
    { numRuns: 5_000 },
  );
});
