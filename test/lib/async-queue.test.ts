import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from '../rigs/fast-check.js';
import { createAsyncQueue } from '../../src/lib/async-queue.js';

async function readAll<T>(values: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const value of values) read.push(value);
  return read;
}

describe('an inbox', () => {
  it('gives everything in order, pushed before or while it is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.array(fc.integer()), async (before, after) => {
        const inbox = createAsyncQueue<number>(new AbortController().signal);
        for (const value of before) inbox.push(value);
        const reading = readAll(inbox);
        for (const value of after) {
          await Promise.resolve();
          inbox.push(value);
        }
        inbox.end();
        assert.deepEqual(await reading, [...before, ...after]);
      }),
    );
  });

  it('ends a reader that waits', async () => {
    const inbox = createAsyncQueue<number>(new AbortController().signal);
    const reading = readAll(inbox);
    inbox.end();
    assert.deepEqual(await reading, []);
  });

  it('drops what was not read when its owner is gone, and takes no more', async () => {
    const owner = new AbortController();
    const inbox = createAsyncQueue<number>(owner.signal);
    inbox.push(1);
    owner.abort();
    inbox.push(2);
    assert.deepEqual(await readAll(inbox), []);
  });

  it('is ended from the start by an owner that is gone', async () => {
    assert.deepEqual(await readAll(createAsyncQueue<number>(AbortSignal.abort())), []);
  });
});
