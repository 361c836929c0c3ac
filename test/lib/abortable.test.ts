import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { abortable } from '../../src/lib/abortable.js';

describe('abortable', () => {
  it('passes on what the promise brings', async () => {
    const { signal } = new AbortController();
    assert.equal(await abortable(Promise.resolve(1), signal), 1);
    await assert.rejects(abortable(Promise.reject(new Error('no')), signal), /no/);
  });

  it('stops waiting at an abort and hands over what comes late', async () => {
    const controller = new AbortController();
    let grant = (_value: string): void => undefined;
    const promise = new Promise<string>((resolve) => (grant = resolve));
    const late = new Promise<string>((take) => {
      const waiting = abortable(promise, controller.signal, take);
      controller.abort(new Error('stopped'));
      void assert.rejects(waiting, /stopped/);
    });
    grant('granted');
    assert.equal(await late, 'granted');
  });

  it('hands over at once what comes to a signal that has aborted before', async () => {
    const late = new Promise<string>((take) => {
      void assert.rejects(abortable(Promise.resolve('granted'), AbortSignal.abort(new Error('stopped')), take), /stopped/);
    });
    assert.equal(await late, 'granted');
  });
});
