import assert from 'node:assert/strict';
import test from 'node:test';
import type { Socket } from '../../src/spec/socket.js';
import type { ConnectionEvent } from '../../src/spec/voice-event.js';
import {
  createMicrophoneFeed,
  MAX_BUFFERED_BYTES,
  PRE_ROLL_MS,
  type MicrophoneFeed,
} from '../../src/transport/microphone-feed.js';

const FORMAT = { encoding: 'pcm16', sampleRate: 24_000 } as const;
const CHUNK_BYTES = 960;

interface Rig {
  readonly feed: MicrophoneFeed;
  readonly sent: string[];
  readonly told: ConnectionEvent[];
  /** Captures this many chunks; each is named by its number. */
  capture(count: number): Promise<void>;
  congest(bytes: number): void;
  wait(ms: number): void;
}

function rig(signal: AbortSignal): Rig {
  const { port1, port2 } = new MessageChannel();
  signal.addEventListener('abort', () => port2.close());
  const sent: string[] = [];
  const told: ConnectionEvent[] = [];
  let bufferedAmount = 0;
  let now = 0;
  let number = 0;
  const socket: Socket = {
    get bufferedAmount() {
      return bufferedAmount;
    },
    send: (text) => sent.push(text),
    close: () => undefined,
  };
  const encode = (bytes: Uint8Array): string => String(bytes[0]);
  const feed = createMicrophoneFeed(port1, socket, encode, FORMAT, { now: () => now }, (event) => told.push(event), signal);
  const arrived = new MessageChannel();
  signal.addEventListener('abort', () => arrived.port1.close());
  return {
    feed,
    sent,
    told,
    async capture(count) {
      for (let index = 0; index < count; index += 1) {
        const bytes = new Uint8Array(CHUNK_BYTES).fill((number += 1));
        port2.postMessage({ type: 'chunk', bytes: bytes.buffer });
      }
      // Two turns of the event loop carry every message from one port to the other.
      for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
    congest: (bytes) => (bufferedAmount = bytes),
    wait: (ms) => (now += ms),
  };
}

test('push-to-talk brings the moment before the press, and nothing older', async (t) => {
  const { feed, sent, capture, wait } = rig(t.signal);
  await capture(2);
  wait(PRE_ROLL_MS);
  await capture(2);
  wait(20);
  await capture(1);
  feed.setOpen(true, true);
  await capture(1);
  assert.deepEqual(sent, ['3', '4', '5', '6']);
  feed.setOpen(false);
  feed.setOpen(true, true);
  assert.equal(sent.length, 4, 'nothing is sent twice');
  feed.setOpen(false);
  await capture(1);
  feed.setOpen(true);
  assert.equal(sent.length, 4, 'nothing is sent that was not asked for');
});

test('what comes while the gate is closed is dropped, and the flow is told with its position', async (t) => {
  const { feed, sent, told, capture, wait } = rig(t.signal);
  await capture(3);
  assert.deepEqual(sent, []);
  feed.setOpen(true);
  await capture(2);
  assert.deepEqual(sent, ['4', '5']);
  feed.setOpen(false);
  await capture(1);
  feed.setOpen(true);
  await capture(1);
  wait(1000);
  await capture(1);
  assert.deepEqual(sent, ['4', '5', '7', '8']);
  assert.deepEqual(told, [
    { type: 'audio-flowing', audioMs: 20 },
    { type: 'audio-flowing', audioMs: 60 },
    { type: 'audio-flowing', audioMs: 80 },
  ]);
});

test('on a slow connection a second of sound waits, the oldest is dropped, and it is told how much', async (t) => {
  const { feed, sent, told, capture, congest } = rig(t.signal);
  feed.setOpen(true);
  congest(MAX_BUFFERED_BYTES + 1);
  await capture(80);
  assert.deepEqual(sent, [], 'nothing is piled onto a socket that does not drain');
  congest(0);
  await capture(1);
  assert.equal(sent.length, 51, 'a second that waited, and the chunk that found the way free');
  assert.deepEqual([sent[0], sent.at(-1)], ['31', '81']);
  assert.deepEqual(told, [
    { type: 'audio-dropped', droppedMs: 600 },
    { type: 'audio-flowing', audioMs: 20 },
  ]);
});

test('what is sent after the sound stands behind it', async (t) => {
  const { feed, sent, capture, congest } = rig(t.signal);
  feed.setOpen(true);
  congest(MAX_BUFFERED_BYTES + 1);
  await capture(2);
  feed.flush();
  assert.deepEqual(sent, ['1', '2']);
});
