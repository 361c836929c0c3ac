import assert from 'node:assert/strict';
import test from 'node:test';
import { forward, HIGH_WATER_BYTES } from '../../../src/relay/session/forward.js';
import type { MessageListener, Peer } from '../../../src/relay/session/peer.js';

/** A peer without a socket: what is sent to it stays queued until `drain`. */
function createPeer(): Peer & {
  say: (frame: Buffer) => void;
  drain: () => void;
  readonly paused: boolean;
  readonly got: number;
} {
  let listener: MessageListener = () => undefined;
  let queuedBytes = 0;
  let paused = false;
  let got = 0;
  const written: (() => void)[] = [];
  return {
    closing: new Promise(() => undefined),
    closed: new Promise(() => undefined),
    receive: (onFrame) => (listener = onFrame),
    unread: () => undefined,
    send(frame, onWritten) {
      got += 1;
      queuedBytes += frame.length;
      if (onWritten) written.push(onWritten);
    },
    queuedBytes: () => queuedBytes,
    get paused() {
      return paused;
    },
    get got() {
      return got;
    },
    pause: () => (paused = true),
    resume: () => (paused = false),
    close: () => undefined,
    terminate: () => undefined,
    say: (frame) => listener(frame, false),
    drain() {
      queuedBytes = 0;
      written.splice(0).forEach((tell) => tell());
    },
  };
}

test('a speaker waits while its listener is full, and goes on when there is room', () => {
  const life = new AbortController();
  const [from, to] = [createPeer(), createPeer()];
  forward({ from, to, inspect: (frame) => frame, stallMs: 60_000, onStalled: () => assert.fail() }, life.signal);
  for (let said = 0; said < HIGH_WATER_BYTES; said += 64_000) from.say(Buffer.alloc(64_000));
  assert.equal(from.paused, false);
  from.say(Buffer.alloc(64_000));
  assert.equal(from.paused, true);
  to.drain();
  assert.equal(from.paused, false);
  from.say(Buffer.alloc(64_000));
  assert.equal(to.got, 11);
  life.abort();
});

test('a listener that never makes room is told of', async () => {
  const life = new AbortController();
  const [from, to] = [createPeer(), createPeer()];
  const stalled = new Promise<void>((onStalled) =>
    forward({ from, to, inspect: (frame) => frame, stallMs: 10, onStalled }, life.signal),
  );
  from.say(Buffer.alloc(HIGH_WATER_BYTES));
  from.say(Buffer.alloc(1));
  await stalled;
  life.abort();
  assert.equal(from.paused, false, 'what still comes is heard to the end');
});
