import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import openai from '../../src/providers/openai/index.js';
import { AgentError, type AgentErrorCode } from '../../src/spec/agent-error.js';
import type { ConnectionRequest } from '../../src/spec/connection.js';
import { openConnection } from '../../src/transport/open-connection.js';
import { dialWs } from '../rigs/dial-ws.js';
import { startGaServer, type GaServer, type GaServerOptions } from '../rigs/scripted-ga-server.js';
import { startLiveTalk } from '../rigs/talk.js';

const REQUEST: ConnectionRequest = {
  config: { turnDetection: { type: 'none' }, modality: 'text', tools: [] },
  bargeIn: 'interrupt',
};

async function serve(t: TestContext, options: GaServerOptions): Promise<GaServer> {
  const life = new AbortController();
  t.after(() => life.abort());
  return startGaServer(life.signal, options);
}

function open(url: string, signal: AbortSignal = new AbortController().signal, timeoutMs = 5000): Promise<unknown> {
  return openConnection(openai, { url, token: () => 'secret' }, REQUEST, signal, { dial: dialWs, timeoutMs });
}

async function assertFails(opening: Promise<unknown>, code: AgentErrorCode): Promise<void> {
  await assert.rejects(opening, (error) => {
    assert.ok(error instanceof AgentError, String(error));
    assert.equal(error.code, code);
    assert.ok(error.help.length > 0);
    return true;
  });
}

test('nobody listens', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await assertFails(open(`http://127.0.0.1:${port}`), 'relay-unreachable');
  await assertFails(open('no address'), 'invalid-configuration');
  void t;
});

test('the relay never answers the request for a ticket, or never ends its answer', async (t) => {
  const silent = await serve(t, { ticket: () => undefined });
  await assertFails(open(silent.url, undefined, 50), 'relay-timeout');
  const endless = await serve(t, { ticket: (_request, response) => void response.write('{"wsUrl":') });
  await assertFails(open(endless.url, undefined, 50), 'relay-timeout');
  const flood = await serve(t, { ticket: (_request, response) => void response.write('x'.repeat(200_000)) });
  await assertFails(open(flood.url), 'relay-malformed');
});

test('the relay answers nonsense', async (t) => {
  for (const answer of ['<html>', '', '[]', '{}', '{"wsUrl":5}', '{"wsUrl":"https://example.org"}', '{"wsUrl":"ws://"}']) {
    const server = await serve(t, { ticket: (_request, response) => void response.end(answer) });
    await assertFails(open(server.url), 'relay-malformed');
  }
});

test('the relay refuses, in its own words or by its status alone', async (t) => {
  const cases: readonly (readonly [number, string, AgentErrorCode])[] = [
    [401, '', 'unauthorized'],
    [403, '{}', 'origin-refused'],
    [404, 'Not Found', 'relay-malformed'],
    [429, '<html>', 'rate-limited'],
    [502, 'Bad Gateway', 'relay-unreachable'],
    [429, '{"error":{"code":"quota-exceeded","message":"No minutes left."}}', 'quota-exceeded'],
    [400, '{"error":{"code":"never heard of"}}', 'relay-malformed'],
  ];
  for (const [status, body, code] of cases) {
    const server = await serve(t, {
      ticket: (request, response) => {
        assert.equal(request.headers.authorization, 'Bearer secret');
        response.statusCode = status;
        response.end(body);
      },
    });
    await assertFails(open(server.url), code);
  }
});

test('the socket is refused, or never opens', async (t) => {
  const refusing = await serve(t, { refuseUpgrade: { status: 502 } });
  await assertFails(open(refusing.url), 'relay-unreachable');
  const mumbling = await serve(t, { refuseUpgrade: { status: 404, why: '<html>' } });
  await assertFails(open(mumbling.url), 'upstream-unavailable');
  const silent = await serve(t, { holdUpgrade: true });
  await assertFails(open(silent.url, undefined, 100), 'relay-timeout');
});

test('why the socket was refused is asked for, since browsers do not show it', async (t) => {
  for (const code of ['upstream-refused', 'concurrency-exceeded', 'session-unknown'] as const) {
    const server = await serve(t, {
      refuseUpgrade: { status: 409, why: JSON.stringify({ error: { code, message: 'Because.' } }) },
    });
    await assertFails(open(server.url), code);
  }
});

test('an abort while opening rejects with the abort and leaves no socket', async (t) => {
  const silent = await serve(t, { ticket: () => undefined });
  const first = new AbortController();
  const opening = open(silent.url, first.signal);
  first.abort();
  await assert.rejects(opening, { name: 'AbortError' });

  const held = await serve(t, { holdUpgrade: true });
  const second = new AbortController();
  const dialling = open(held.url, second.signal);
  second.abort();
  await assert.rejects(dialling, { name: 'AbortError' });
});

test('a frame of 10 MB ends the conversation with frame-too-large', async (t) => {
  const { call, conversation, entry, server } = await startLiveTalk(t);
  call.send({ type: 'response.output_audio.delta', item_id: 'a1', delta: 'A'.repeat(10 * 1024 * 1024) });
  assert.equal(await conversation.ended, 'failed');
  assert.equal((await entry('failed')).code, 'frame-too-large');
  await server.empty();
});

test('what is not JSON is noted, with its size and without its content', async (t) => {
  const { call, entry, state } = await startLiveTalk(t);
  call.socket.send('{"type": "resp');
  assert.deepEqual(await entry('frame-malformed'), { type: 'frame-malformed', message: 'not JSON', bytes: 14 });
  assert.equal(state(), 'listening');
});
