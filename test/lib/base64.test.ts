import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeBase64, decodeByTable, encodeBase64, encodeByTable } from '../../src/lib/base64.js';

const anyBytes = fc.uint8Array({ maxLength: 200 });

describe('base64 by table', () => {
  it('says what Node says of any bytes', () => {
    fc.assert(fc.property(anyBytes, (bytes) => assert.equal(encodeByTable(bytes), Buffer.from(bytes).toString('base64'))));
  });

  it('gives back any bytes', () => {
    fc.assert(fc.property(anyBytes, (bytes) => assert.deepEqual(decodeByTable(encodeByTable(bytes)), new Uint8Array(bytes))));
  });

  for (const [what, text] of [
    ['a length that is no multiple of four', 'QUJ'],
    ['a letter outside the alphabet', 'QU*D'],
    ['a letter outside ASCII', 'QUéD'],
    ['padding in the middle', 'QQ==QUJD'],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => decodeByTable(text), SyntaxError));
  }
});

describe('base64 on this platform', () => {
  it('gives back any bytes', () => {
    fc.assert(fc.property(anyBytes, (bytes) => assert.deepEqual(decodeBase64(encodeBase64(bytes)), new Uint8Array(bytes))));
  });

  it('reads a view that starts inside its buffer', () => {
    assert.equal(encodeBase64(Uint8Array.of(0, 65, 66, 67, 0).subarray(1, 4)), 'QUJD');
  });
});
