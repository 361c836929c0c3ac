import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { createChild } from '../../src/lib/child-signal.js';
import { collectGarbage } from '../rigs/collect-garbage.js';

describe('createChild', () => {
  it('ends with its parent, for the same reason', () => {
    const parent = new AbortController();
    const child = createChild(parent.signal);
    parent.abort('over');
    assert.equal(child.signal.reason, 'over');
    assert.equal(createChild(parent.signal).signal.reason, 'over');
  });

  it('leaves nothing on a parent that lives on, whatever is collected meanwhile', async () => {
    const parent = new AbortController();
    const children = Array.from({ length: 10 }, () => createChild(parent.signal));
    // What a weak reference was made to in this turn of the event loop is not collected yet.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    for (const child of children) child.abort();
    assert.equal(parent.signal.aborted, false);
    assert.equal(getEventListeners(parent.signal, 'abort').length, 0);
  });
});
