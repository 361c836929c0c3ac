import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import type { WebSocket } from 'ws';
import { openUpstreamServer } from '../rigs/upstream-server.js';
import { connect, mintSession, startRelay, withLife } from '../rigs/relay-rig.js';

const FRAME = JSON.stringify({ type: 'input_audio_buffer.append', audio: 'A'.repeat(64_000) });
const PUSHED_BYTES = 120_000_000;
const MAX_GROWTH_BYTES = 10_000_000;
/**
 * What the kernel's own buffers may take on loopback, on both ways of two sockets: once while nobody reads, and once more
 * while the relay reads up to the goodbye of whoever pushed. Without bounds it would be all that is pushed.
 */
const KERNEL_BYTES = 48_000_000;

/** Pushes until everything is sent or the socket closes; tells how many bytes were taken. */
async function push(socket: WebSocket): Promise<number> {
  const closed = once(socket, 'close').then(() => false);
  for (let taken = 0; taken < PUSHED_BYTES; taken += FRAME.length) {
    const written = new Promise<boolean>((resolve) => socket.send(FRAME, (error) => resolve(!error)));
    if (!(await Promise.race([written, closed]))) return taken;
  }
  return PUSHED_BYTES;
}

test(
  'a page that stops reading costs no memory and is dropped',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_STALL_MS: '500' }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    client.socket.pause();
    const before = process.memoryUsage.rss();
    const taken = await push(served.socket);
    assert.ok(taken < KERNEL_BYTES, `${taken} bytes were taken from the service`);
    assert.ok(process.memoryUsage.rss() - before < MAX_GROWTH_BYTES + taken);
    client.socket.resume();
    assert.ok([4508, 1006].includes((await client.closed).code));
  }),
);

test(
  'a service that stops reading costs no memory, is found out, and the page is told',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_PING_MS: '200' }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    served.socket.pause();
    const closed = client.closed;
    const taken = await push(client.socket);
    assert.ok(taken < KERNEL_BYTES, `${taken} bytes were taken from the page`);
    assert.deepEqual(await closed, { code: 4502, reason: 'upstream-unavailable' });
  }),
);

test(
  'everything arrives once a slow reader reads again',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    client.socket.pause();
    const count = 400;
    for (let index = 0; index < count; index += 1)
      served.say({ type: 'response.output_audio.delta', delta: `${index}:${'A'.repeat(64_000)}` });
    client.socket.resume();
    const frames = await client.frames.atLeast(count + 1);
    const order = frames.slice(1).map((frame) => (JSON.parse(frame) as { delta: string }).delta.split(':')[0]);
    assert.deepEqual(
      order,
      Array.from({ length: count }, (_, index) => String(index)),
    );
  }),
);
