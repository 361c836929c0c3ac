import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from '../rigs/fast-check.js';
import { decodeBase64, decodeByString, encodeBase64, encodeByString } from '../../src/lib/base64.js';

const anyBytes = fc.uint8Array({ maxLength: 200 });

describe('base64 by string', () => {
  it('says what Node says of any bytes', () => {
    fc.assert(fc.property(anyBytes, (bytes) => assert.equal(encodeByString(bytes), Buffer.from(bytes).toString('base64'))));
  });

  it('says it of more bytes than one call takes', () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, at) => at % 251);
    assert.equal(encodeByString(bytes), Buffer.from(bytes).toString('base64'));
  });

  it('gives back any bytes', () => {
    fc.assert(fc.property(anyBytes, (bytes) => assert.deepEqual(decodeByString(encodeByString(bytes)), new Uint8Array(bytes))));
  });

  for (const [what, text] of [
    ['a letter that stands alone', 'QUJDR'],
    ['a letter outside the alphabet', 'QU*D'],
    ['a letter outside ASCII', 'QUéD'],
    ['padding in the middle', 'QQ==QUJD'],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => decodeByString(text)));
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
