import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from '../../rigs/fast-check.js';
import { createSentenceSplitter } from '../../../src/local/conversation/sentences.js';

function split(pieces: readonly string[]): string[] {
  const splitter = createSentenceSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.finish()];
}

test('splits after sentences, not after abbreviations or inside numbers', () => {
  assert.deepEqual(split(['Dr. Smith paid 3.50 euros. "Really?" she', ' asked. Yes']), [
    'Dr. Smith paid 3.50 euros. ',
    '"Really?" ',
    'she asked. ',
    'Yes',
  ]);
});

test('splits endless text at spaces', () => {
  const pieces = split(['word '.repeat(200)]);
  assert.ok(pieces.length > 3 && pieces.every((piece) => piece.length <= 240));
});

test('loses no text, whatever the pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z.!? ,]{0,60}$/)), (pieces) => {
      assert.equal(split(pieces).join('').trimEnd(), pieces.join('').trimEnd());
    }),
  );
});
