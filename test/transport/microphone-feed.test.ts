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
  readonly reports: ConnectionEvent[];
  /** Captures this many chunks; each is named by its number. */
  capture(count: number): Promise<void>;
  congest(bytes: number): void;
  wait(ms: number): void;
}

function rig(signal: AbortSignal): Rig {
  const { port1, port2 } = new MessageChannel();
  signal.addEventListener('abort', () => port2.close());
  const sent: string[] = [];
  const reports: ConnectionEvent[] = [];
  let bufferedAmount = 0;
  let now = 0;
  let number = 0;
  const socket: Socket = {
    get bufferedAmount() {
      return bufferedAmount;
    },
    send: (frame) => sent.push(String(frame)),
    close: () => undefined,
  };
  const encode = (bytes: Uint8Array): string => String(bytes[0]);
  const feed = createMicrophoneFeed(port1, socket, encode, FORMAT, { now: () => now }, (event) => reports.push(event), signal);
  const arrived = new MessageChannel();
  signal.addEventListener('abort', () => arrived.port1.close());
  return {
    feed,
    sent,
    reports,
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

test('what arrives while the gate is closed is dropped, and the flow is reported with its position', async (t) => {
  const { feed, sent, reports, capture, wait } = rig(t.signal);
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
  assert.deepEqual(reports, [
    { type: 'audio-flowing', audioMs: 20 },
    { type: 'audio-flowing', audioMs: 60 },
    { type: 'audio-flowing', audioMs: 80 },
  ]);
});

test('on a slow connection a second of audio waits, the oldest is dropped, and the amount is reported', async (t) => {
  const { feed, sent, reports, capture, congest } = rig(t.signal);
  feed.setOpen(true);
  congest(MAX_BUFFERED_BYTES + 1);
  await capture(80);
  assert.deepEqual(sent, [], 'nothing is piled onto a socket that does not drain');
  congest(0);
  await capture(1);
  assert.equal(sent.length, 51, 'a second that waited, and the chunk that found the way free');
  assert.deepEqual([sent[0], sent.at(-1)], ['31', '81']);
  assert.deepEqual(reports, [
    { type: 'audio-dropped', droppedMs: 600 },
    { type: 'audio-flowing', audioMs: 20 },
  ]);
});

test('what is sent after the audio follows it', async (t) => {
  const { feed, sent, capture, congest } = rig(t.signal);
  feed.setOpen(true);
  congest(MAX_BUFFERED_BYTES + 1);
  await capture(2);
  feed.flush();
  assert.deepEqual(sent, ['1', '2']);
});

test('silence is sent through a closed gate, in chunks, and counts for the position of what follows', async (t) => {
  const { feed, sent, reports, capture } = rig(t.signal);
  feed.sendSilence(35);
  assert.deepEqual(sent, ['0', '0', '0', '0']);
  feed.setOpen(true);
  await capture(1);
  assert.deepEqual(reports, [{ type: 'audio-flowing', audioMs: 60 }]);
});

test('silence is what the format calls silence', () => {
  for (const [encoding, bytes] of [
    ['pcm16', [...new Uint8Array(160)]],
    ['mulaw', Array.from({ length: 80 }, () => 0xff)],
    ['alaw', Array.from({ length: 80 }, () => 0xd5)],
  ] as const) {
    const { port1 } = new MessageChannel();
    const sent: unknown[] = [];
    const socket: Socket = { bufferedAmount: 0, send: (frame) => sent.push(...frame), close: () => undefined };
    const life = new AbortController();
    const format = { encoding, sampleRate: 8000 };
    createMicrophoneFeed(
      port1,
      socket,
      (chunk) => chunk,
      format,
      { now: () => 0 },
      () => undefined,
      life.signal,
    ).sendSilence(10);
    assert.deepEqual(sent, bytes);
    life.abort();
    port1.close();
  }
});
