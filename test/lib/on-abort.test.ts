import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onAbort } from '../../src/lib/on-abort.js';

it('cleans up once, when the signal aborts', () => {
  const owner = new AbortController();
  let cleanUps = 0;
  onAbort(owner.signal, () => (cleanUps += 1));
  assert.equal(cleanUps, 0);
  owner.abort();
  owner.abort();
  assert.equal(cleanUps, 1);
});

it('cleans up at once for an owner that is gone', () => {
  let cleanUps = 0;
  onAbort(AbortSignal.abort(), () => (cleanUps += 1));
  assert.equal(cleanUps, 1);
});
