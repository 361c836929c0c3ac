import assert from 'node:assert/strict';
import test from 'node:test';
import { frameOf, handshakeOf, openRawSocket, type RawSocket } from '../../rigs/attacks/raw-socket.js';
import { connect, mintSession, startRelay, withLife, type RunningRelay } from '../../rigs/relay-rig.js';
import { openUpstreamServer, type ServedConversation } from '../../rigs/upstream-server.js';
import { closePayload, rawFrame } from '../../rigs/websocket/raw-frame.js';

/** What a peer has to answer a close frame. */
const CLOSE_TIMEOUT_MS = 2_000;

interface SlowPage extends RunningRelay {
  readonly raw: RawSocket;
  readonly served: ServedConversation;
}

/** A conversation whose page does not read any more, so that it neither answers a close frame nor hangs up. */
async function openSlowPage(signal: AbortSignal): Promise<SlowPage> {
  const upstream = await openUpstreamServer({}, signal);
  const running = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
  const raw = openRawSocket(running.url, signal);
  raw.write(handshakeOf((await mintSession(running.url)).wsUrl));
  await raw.until(/session\.created/);
  raw.socket.pause();
  return { ...running, raw, served: await upstream.conversations.next() };
}

/** The service was told first: the conversation would have ended by now if the page had been waited for. */
async function assertStillConnected({ url, log }: SlowPage): Promise<void> {
  for (let request = 0; request < 3; request += 1) await fetch(`${url}/healthz`);
  assert.ok(!log.all.some((line) => line.includes('a conversation ended')));
}

test(
  'a page that is slow to hang up does not keep its service waiting',
  withLife(async (signal) => {
    const page = await openSlowPage(signal);
    page.raw.write(frameOf(closePayload(1000), { opcode: 'close' }));
    assert.equal(await page.served.closed, 1000);
    await assertStillConnected(page);
  }),
);

test(
  'a relay that ends a conversation closes both sides at the same time',
  withLife(async (signal) => {
    const page = await openSlowPage(signal);
    void page.relay.drain(0);
    assert.equal(await page.served.closed, 1000);
    await assertStillConnected(page);
  }),
);

test(
  'a page that is cut off does not keep its service waiting',
  withLife(async (signal) => {
    const page = await openSlowPage(signal);
    page.raw.write(Buffer.concat(Array.from({ length: 100 }, () => frameOf('x', { opcode: 'pong' }))));
    assert.equal(await page.served.closed, 1000);
    await assertStillConnected(page);
  }),
);

test(
  'a service that is slow to hang up does not keep its page waiting',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    // It never reads the answer to its close frame.
    served.socket.pause();
    const began = performance.now();
    served.request.socket.write(rawFrame({ opcode: 8, payload: closePayload(1001, 'maximum duration'), isMasked: false }));
    assert.deepEqual(await client.closed, { code: 4410, reason: 'session-expired' });
    assert.ok(performance.now() - began < CLOSE_TIMEOUT_MS);
  }),
);
