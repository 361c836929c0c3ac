import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { AgentError, type AgentErrorCode } from '../../src/spec/agent-error.js';
import type { Capabilities } from '../../src/spec/capabilities.js';
import type { Connection, SpeakerMessage } from '../../src/spec/connection.js';
import type { Provider, TicketRoute, Transport } from '../../src/spec/provider.js';
import type { SocketEvents } from '../../src/spec/socket.js';
import type { Dial } from '../../src/transport/dial.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { CLIENT_CAPABILITIES, SERVER_CAPABILITIES } from '../rigs/capabilities.js';
import createTestCodec from '../rigs/test-codec.js';

const CONFIG = { turnDetection: { type: 'server-vad' }, modality: 'voice', tools: [], agentId: 'agent 7' } as const;
const ADDRESS = 'wss://service.example/talk?signature=1';

const ticket: TicketRoute = {
  request: ({ agentId = '' }) => ({ method: 'GET', path: `/agents/${encodeURIComponent(agentId)}/ticket` }),
  parse: (answer) => answer as { url: string },
};

function createProvider(transport: Transport, capabilities: Capabilities = SERVER_CAPABILITIES): Provider {
  return { id: 'test', label: 'Test', capabilities, transport, createCodec: createTestCodec, pricesOf: () => undefined };
}

/** A relay that gives tickets to {@link ADDRESS}, and keeps what it was asked. */
async function serveTickets(t: TestContext): Promise<{ readonly url: string; readonly requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.end(JSON.stringify({ url: ADDRESS }));
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A socket that does what `act` does with its events. */
function dialTo(act: (events: SocketEvents) => void, sent: unknown[] = []): Dial {
  return (url, _protocols, events) => {
    assert.equal(url, ADDRESS);
    queueMicrotask(() => act(events));
    return { bufferedAmount: 0, send: (frame) => sent.push(frame), close: () => undefined };
  };
}

const request = { config: CONFIG, bargeIn: 'interrupt' } as const;
const withCode = (code: AgentErrorCode) => (error: unknown) => error instanceof AgentError && error.code === code;

async function lastEvent({ events }: Connection): Promise<unknown> {
  let last: unknown;
  for await (const { event } of events) last = event;
  return last;
}

test('a direct connection gets its ticket from the relay, for the configured agent, and its meaning from the codec', async (t) => {
  const relay = await serveTickets(t);
  const sent: unknown[] = [];
  let socket: SocketEvents | undefined;
  const dial = dialTo((events) => (socket = events).opened(), sent);
  const connection = await openConnection(createProvider({ kind: 'direct', ticket }), relay, request, t.signal, { dial });
  assert.deepEqual(sent, ['{"hello":"agent 7"}']);
  socket?.closed(4900, 'no credit');
  assert.deepEqual(await lastEvent(connection), {
    type: 'connection-closed',
    closeCode: 4900,
    reason: 'no credit',
    error: 'quota-exceeded',
  });
  assert.deepEqual(relay.requests, ['GET /agents/agent%207/ticket']);
});

test('the relay is never asked why a service’s own socket closed', async (t) => {
  const relay = await serveTickets(t);
  const provider = createProvider({ kind: 'direct', ticket });
  const dial = dialTo((events) => events.closed(4900, ''));
  await assert.rejects(openConnection(provider, relay, request, t.signal, { dial }), withCode('quota-exceeded'));
  assert.equal(relay.requests.length, 1);
});

test('a service’s own limit applies to a direct connection, or none', async (t) => {
  const relay = await serveTickets(t);
  const text = 'x'.repeat(300 * 1024);
  for (const maxMessageBytes of [undefined, 400_000, 1000]) {
    const sent: unknown[] = [];
    const dial = dialTo((events) => events.opened(), sent);
    const transport = { kind: 'direct', ticket, ...(maxMessageBytes !== undefined && { maxMessageBytes }) } as const;
    const connection = await openConnection(createProvider(transport), relay, request, t.signal, { dial });
    connection.send({ type: 'add-user-text', text });
    assert.equal(sent.length, maxMessageBytes === 1000 ? 1 : 2);
  }
});

test('a service’s socket that never opens times out', async (t) => {
  const relay = await serveTickets(t);
  const dial = dialTo(() => undefined);
  const opening = openConnection(createProvider({ kind: 'direct', ticket }), relay, request, t.signal, { dial, timeoutMs: 1000 });
  await assert.rejects(opening, withCode('upstream-timeout'));
});

test('WebRTC is not supported yet', async (t) => {
  const opening = openConnection(createProvider({ kind: 'webrtc', ticket }), { url: 'http://x' }, request, t.signal);
  await assert.rejects(opening, withCode('unsupported'));
});

test('a peer in the page connects without a relay; the codec explains its close', async (t) => {
  const provider = createProvider({
    kind: 'page',
    connect(_config, events) {
      queueMicrotask(() => events.closed(4900, ''));
      return { bufferedAmount: 0, send: () => undefined, close: () => undefined };
    },
  });
  await assert.rejects(openConnection(provider, { url: 'nowhere' }, request, t.signal), withCode('quota-exceeded'));
});

test('speech is no interruption to a service that knows no turns', async (t) => {
  const relay = await serveTickets(t);
  for (const [responses, expected] of [
    ['continuous', []],
    ['server', ['flush']],
  ] as const) {
    const { port1, port2 } = new MessageChannel();
    const dial = dialTo((events) => {
      events.opened();
      events.message('{"events":[{"type":"user-started"}]}');
    });
    const provider = createProvider({ kind: 'direct', ticket }, { ...CLIENT_CAPABILITIES, responses });
    await openConnection(provider, relay, { ...request, speaker: port1 }, t.signal, { dial });
    port1.postMessage('end');
    const messages: string[] = [];
    await new Promise<void>((resolve) => {
      port2.onmessage = ({ data }: MessageEvent<SpeakerMessage | 'end'>) =>
        data === 'end' ? resolve() : messages.push(data.type);
    });
    assert.deepEqual(messages.slice(1), expected);
    port2.close();
  }
});
