import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import test from 'node:test';
import { openUpstreamServer, SESSION_CREATED, type ServedConversation } from '../../rigs/upstream-server.js';
import {
  CANARY_KEY,
  connect,
  mintSession,
  PAGE_ORIGIN,
  postSession,
  refusal,
  startRelay,
  withLife,
} from '../../rigs/relay-rig.js';

test(
  'a page gets a ticket, opens its conversation and both sides hear each other',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay(
      { OPENAI_BASE_URL: upstream.baseUrl, OPENAI_ALLOWED_MODELS: 'gpt-realtime-2.1-mini' },
      signal,
    );

    const session = await mintSession(url, { model: 'gpt-realtime-2.1-mini', voice: 'cedar', instructions: 'ignored' });
    assert.deepEqual([session.model, session.voice], ['gpt-realtime-2.1-mini', 'cedar']);
    assert.equal(session.wsUrl, `${url.replace('http', 'ws')}/openai/realtime/${session.sessionId}`);
    assert.ok(Date.parse(session.expiresAt) > Date.now());

    const client = await connect(session.wsUrl, signal);
    const served = await upstream.conversations.next();
    const welcome = JSON.parse(await client.frames.next()) as { type: string; session: { audio: { output: { voice: string } } } };
    assert.deepEqual([welcome.type, welcome.session.audio.output.voice], ['session.created', 'cedar']);
    assert.equal(served.request.url, '/v1/realtime?model=gpt-realtime-2.1-mini');
    assert.equal(served.request.headers.authorization, `Bearer ${CANARY_KEY}`);

    const spoken = '{"type":"input_audio_buffer.append","audio":"AAECAwQF"}';
    client.socket.send(spoken);
    assert.equal(await served.frames.next(), spoken);
    const answer = '{"type":"response.output_audio.delta","event_id":"event_2","delta":"AAECAwQF"}';
    served.socket.send(answer);
    assert.equal(await client.frames.next(), answer);

    client.socket.close(1000);
    assert.equal(await served.closed, 1000);
  }),
);

test(
  'nothing of the page reaches the service but its frames',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const { wsUrl } = await mintSession(url);
    await connect(wsUrl, signal, {
      headers: { cookie: 'secret=1', 'x-forwarded-for': '1.2.3.4', 'user-agent': 'page' },
      protocols: ['realtime', 'openai-insecure-api-key.mine'],
    });
    const { request } = await upstream.conversations.next();
    const names = Object.keys(request.headers).sort();
    assert.deepEqual(names, [
      'authorization',
      'connection',
      'host',
      'openai-safety-identifier',
      'sec-websocket-key',
      'sec-websocket-version',
      'upgrade',
    ]);
  }),
);

test(
  'only the public sub-protocol is ever chosen',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal, {
      protocols: ['openai-insecure-api-key.mine', 'realtime'],
    });
    assert.equal(client.socket.protocol, 'realtime');
    assert.equal(client.socket.extensions, '');
  }),
);

test(
  'frames of both sides that came early are kept, in order',
  withLife(async (signal) => {
    const early = Array.from({ length: 10 }, (_, index) => ({ type: 'response.output_audio.delta', delta: String(index) }));
    const greet = (conversation: ServedConversation): void =>
      [SESSION_CREATED, ...early].forEach((event) => conversation.say(event));
    const upstream = await openUpstreamServer({ greet }, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    for (let index = 0; index < 10; index += 1) client.send({ type: 'input_audio_buffer.append', audio: `AAA${index}` });
    const heard = await client.frames.atLeast(11);
    assert.deepEqual(
      heard.map((frame) => JSON.parse(frame) as unknown),
      [SESSION_CREATED, ...early],
    );
    const said = await (await upstream.conversations.next()).frames.atLeast(10);
    assert.deepEqual(
      said.map((frame) => (JSON.parse(frame) as { audio: string }).audio),
      Array.from({ length: 10 }, (_, index) => `AAA${index}`),
    );
  }),
);

test('the service is dialled before the page is let in, and what it says becomes an HTTP status', async (context) => {
  const answerStatus = (status: number, headers = '') => ({
    onUpgrade: (_request: unknown, socket: Duplex) => {
      socket.end(
        `HTTP/1.1 ${status} No\r\n${headers}Content-Length: ${CANARY_KEY.length}\r\nConnection: close\r\n\r\n${CANARY_KEY}`,
      );
      return 'handled' as const;
    },
  });
  const faultThenClose = (code: string, closeCode: number) => ({
    greet: ({ say, socket }: ServedConversation) => {
      say({
        type: 'error',
        error: { type: 'invalid_request_error', code, message: `Incorrect API key provided: ${CANARY_KEY}` },
      });
      socket.close(closeCode, `invalid_request_error.${code}`);
    },
  });
  const cases = [
    ['401', answerStatus(401), 502, 'upstream-refused'],
    ['403', answerStatus(403), 502, 'upstream-refused'],
    ['404', answerStatus(404), 422, 'model-refused'],
    ['429 with Retry-After', answerStatus(429, 'Retry-After: 7\r\n'), 503, 'upstream-unavailable'],
    ['500', answerStatus(500), 503, 'upstream-unavailable'],
    ['a wrong key, said after the upgrade', faultThenClose('invalid_api_key', 3000), 502, 'upstream-refused'],
    ['an unknown model, said after the upgrade', faultThenClose('model_not_found', 4004), 422, 'model-refused'],
    ['a close without a word', { greet: ({ socket }: ServedConversation) => socket.close(3000) }, 502, 'upstream-refused'],
    ['silence', { greet: () => undefined }, 504, 'upstream-timeout'],
    ['no answer at all', { onUpgrade: () => 'handled' as const }, 504, 'upstream-timeout'],
    [
      'a reset',
      { onUpgrade: (_request: unknown, socket: Duplex) => (socket.destroy(), 'handled' as const) },
      503,
      'upstream-unavailable',
    ],
  ] as const;
  for (const [name, behaviour, status, code] of cases) {
    await context.test(
      name,
      withLife(async (signal) => {
        const upstream = await openUpstreamServer(behaviour, signal);
        // Who answers may take as long as a busy machine needs.
        const timeout = code === 'upstream-timeout' ? { RELAY_DIAL_TIMEOUT_MS: '200' } : {};
        const { url, log } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, ...timeout }, signal);
        const session = await mintSession(url);
        const refused = await refusal(session.wsUrl, signal);
        assert.equal(refused.status, status);
        const { error } = JSON.parse(refused.body) as { error: { code: string; help: string } };
        assert.equal(error.code, code);
        assert.ok(error.help.length > 0);
        if (name === '429 with Retry-After') assert.equal(refused.headers['retry-after'], '7');
        assert.doesNotMatch([refused.body, ...log.all].join(), /canary/);

        // A browser cannot read the status of an upgrade; it asks again over HTTP.
        const again = await fetch(`${url}/openai/realtime/${session.sessionId}`, { headers: { origin: PAGE_ORIGIN } });
        assert.equal(((await again.json()) as { error: { code: string } }).error.code, code);
      }),
    );
  }
});

test(
  'a ticket opens one conversation, once, for the page it was made out to',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const first = await mintSession(url);
    assert.equal((await refusal(first.wsUrl, signal, { origin: 'http://localhost:9999' })).status, 403);
    const second = await mintSession(url);
    await connect(second.wsUrl, signal);
    const used = await refusal(second.wsUrl, signal);
    const unknown = await refusal(second.wsUrl.slice(0, -4) + 'AAAA', signal);
    assert.deepEqual([used.status, used.body], [404, unknown.body]);
    assert.equal(upstream.dials.all.length, 1);
  }),
);

test('how a service ends a conversation is told by the close code', async (context) => {
  const cases = [
    [1000, '', 1000, ''],
    [1001, 'Your session hit the maximum duration of 60 minutes.', 4410, 'session-expired'],
    [1011, CANARY_KEY, 4502, 'upstream-unavailable'],
    [4000, `invalid_request_error.beta_api_shape_disabled`, 4501, 'upstream-refused'],
  ] as const;
  for (const [closeCode, reason, expectedCode, expectedReason] of cases) {
    await context.test(
      String(closeCode),
      withLife(async (signal) => {
        const upstream = await openUpstreamServer({}, signal);
        const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
        const client = await connect((await mintSession(url)).wsUrl, signal);
        (await upstream.conversations.next()).socket.close(closeCode, reason);
        assert.deepEqual(await client.closed, { code: expectedCode, reason: expectedReason });
      }),
    );
  }
  await context.test(
    'a connection that breaks',
    withLife(async (signal) => {
      const upstream = await openUpstreamServer({}, signal);
      const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
      const client = await connect((await mintSession(url)).wsUrl, signal);
      (await upstream.conversations.next()).socket.terminate();
      assert.deepEqual(await client.closed, { code: 4502, reason: 'upstream-unavailable' });
    }),
  );
});

test(
  'a page that leaves while the service is dialled leaves nothing behind',
  withLife(async (signal) => {
    let gone: Promise<unknown> | undefined;
    const upstream = await openUpstreamServer(
      { onUpgrade: (_request, socket) => ((gone = once(socket.resume(), 'end')), 'handled') },
      signal,
    );
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const { wsUrl } = await mintSession(url);
    const leaving = new AbortController();
    const attempt = refusal(wsUrl, leaving.signal).catch(() => 'left');
    await upstream.dials.next();
    leaving.abort();
    assert.equal(await attempt, 'left');
    await gone;
  }),
);

test(
  'draining takes nobody new and ends the others with 1012',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url, relay } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const clients = await Promise.all(Array.from({ length: 20 }, async () => connect((await mintSession(url)).wsUrl, signal)));
    const late = await mintSession(url);
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    const drained = relay.drain(50);
    assert.equal((await fetch(`${url}/readyz`)).status, 503);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    assert.equal((await postSession(url)).status, 503);
    assert.equal((await refusal(late.wsUrl, signal)).status, 503);
    for (const client of clients) assert.deepEqual(await client.closed, { code: 1012, reason: 'server-draining' });
    await drained;
    for (const served of upstream.conversations.all) assert.equal(await served.closed, 1000);
  }),
);

test(
  'a peer that shows no life is dropped, and its service with it',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_PING_MS: '200' }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal, { autoPong: false });
    const served = await upstream.conversations.next();
    assert.equal((await client.closed).code, 1006);
    assert.equal(await served.closed, 1000);
  }),
);
