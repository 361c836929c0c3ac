import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { after, every } from '../../src/lib/timer.js';

describe('timers', () => {
  let owner: AbortController;
  let runs: number;
  const task = (): void => void (runs += 1);

  beforeEach(() => {
    owner = new AbortController();
    runs = 0;
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  });
  afterEach(() => mock.timers.reset());

  it('after() runs once, not before its time', () => {
    after(100, task, owner.signal);
    mock.timers.tick(99);
    assert.equal(runs, 0);
    mock.timers.tick(1000);
    assert.equal(runs, 1);
  });

  it('after() does not run once its owner is gone', () => {
    after(100, task, owner.signal);
    owner.abort();
    after(100, task, owner.signal);
    mock.timers.tick(1000);
    assert.equal(runs, 0);
  });

  it('every() runs until its owner is gone', () => {
    every(100, task, owner.signal);
    mock.timers.tick(350);
    assert.equal(runs, 3);
    owner.abort();
    every(100, task, owner.signal);
    mock.timers.tick(1000);
    assert.equal(runs, 3);
  });

  it('after() leaves no listener behind on an owner that lives long', () => {
    const listeners = new Set<unknown>();
    const add = mock.method(owner.signal, 'addEventListener', (_type: string, listener: unknown) => listeners.add(listener));
    const remove = mock.method(owner.signal, 'removeEventListener', (_type: string, listener: unknown) =>
      listeners.delete(listener),
    );
    after(100, task, owner.signal);
    assert.equal(listeners.size, 1);
    mock.timers.tick(100);
    assert.equal(listeners.size, 0);
    add.mock.restore();
    remove.mock.restore();
  });
});
