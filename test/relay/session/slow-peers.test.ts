import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import type { WebSocket } from 'ws';
import { collectGarbage } from '../../rigs/collect-garbage.js';
import { openUpstreamServer } from '../../rigs/upstream-server.js';
import { connect, mintSession, startRelay, withLife } from '../../rigs/relay-rig.js';

const FRAME = JSON.stringify({ type: 'input_audio_buffer.append', audio: 'A'.repeat(64_000) });
const MAX_GROWTH_BYTES = 10_000_000;

/** The largest buffer the kernel gives to a socket for one direction; elsewhere than on Linux, more than is usual. */
async function largestBuffer(direction: 'rmem' | 'wmem'): Promise<number> {
  const setting = await readFile(`/proc/sys/net/ipv4/tcp_${direction}`, 'utf8').catch(() => '0 0 16000000');
  return Number(setting.trim().split(/\s+/).at(-1));
}

/**
 * What may be taken from whoever pushes: what the kernel's own buffers hold on both sockets of the way, and what the relay
 * may hold. Without bounds a push would never end.
 */
const MAX_TAKEN_BYTES = 2 * ((await largestBuffer('rmem')) + (await largestBuffer('wmem'))) + MAX_GROWTH_BYTES;

/** Pushes until the socket closes; tells how many bytes were taken. */
async function push(socket: WebSocket): Promise<number> {
  const closed = once(socket, 'close').then(() => false);
  for (let taken = 0; ; taken += FRAME.length) {
    assert.ok(taken < MAX_TAKEN_BYTES, `${taken} bytes were taken, and no end`);
    const written = new Promise<boolean>((resolve) => socket.send(FRAME, (error) => resolve(!error)));
    if (!(await Promise.race([written, closed]))) return taken;
  }
}

/** Not what the process has: that is mostly garbage of whoever pushes. */
function heldByBuffers(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

test(
  'a page that stops reading costs no memory and is dropped',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_STALL_MS: '500' }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    client.socket.pause();
    const before = heldByBuffers();
    await push(served.socket);
    assert.ok(heldByBuffers() - before < MAX_GROWTH_BYTES);
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
    await push(client.socket);
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
