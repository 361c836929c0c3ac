import assert from 'node:assert/strict';
import test from 'node:test';
import { SpanStatusCode, trace, type Span, type SpanStatus, type Tracer } from '@opentelemetry/api';
import { createMailbox } from '../../rigs/mailbox.js';
import { openUpstreamServer, type UpstreamBehaviour, type UpstreamServer } from '../../rigs/upstream-server.js';
import {
  CANARY_KEY,
  connect,
  mintSession,
  postSession,
  refusal,
  startRelay,
  withLife,
  type RunningRelay,
} from '../../rigs/relay-rig.js';

interface Told {
  readonly name: string;
  readonly status: SpanStatus | undefined;
}

/** The least that an OpenTelemetry SDK does: it is told of every span that ends. */
function listenToSpans(signal: AbortSignal): Told[] {
  const told: Told[] = [];
  const startSpan = (name: string): Span => {
    let status: SpanStatus | undefined;
    const span = {
      setAttribute: () => span,
      setStatus: (given: SpanStatus) => ((status = given), span),
      end: () => void told.push({ name, status }),
    };
    return span as unknown as Span;
  };
  const tracer = {
    startSpan,
    startActiveSpan: (name: string, _options: object, run: (span: Span) => unknown) => run(startSpan(name)),
  };
  trace.setGlobalTracerProvider({ getTracer: () => tracer as unknown as Tracer });
  signal.addEventListener('abort', () => trace.disable(), { once: true });
  return told;
}

test(
  'minting, dialling and the conversation are spans; refusals show by their code alone',
  withLife(async (signal) => {
    const told = listenToSpans(signal);
    const upstream = await openUpstreamServer({}, signal);
    const { url, relay } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    client.socket.close();
    await (
      await upstream.conversations.next()
    ).closed;
    await mintSession(url, { model: 'unknown' });
    await relay.drain(0);
    assert.deepEqual([...new Set(told.map(({ name }) => name))].sort(), ['relay.conversation', 'relay.dial', 'relay.mint']);
    assert.deepEqual(
      told.filter(({ status }) => status !== undefined).map(({ status }) => status),
      [{ code: SpanStatusCode.ERROR, message: 'model-refused' }],
    );
  }),
);

test(
  'an operator hears of a key that is refused: once, without the key',
  withLife(async (signal) => {
    const alerts = createMailbox<string>();
    const hook = await openUpstreamServer(
      {
        onRequest: (request, response) =>
          void request.on('data', (chunk: Buffer) => alerts.put(chunk.toString())).on('end', () => response.end()),
      },
      signal,
    );
    const upstream = await openUpstreamServer(
      { onUpgrade: (_request, socket) => (socket.end(`HTTP/1.1 401 No\r\n\r\n${CANARY_KEY}`), 'handled') },
      signal,
    );
    const { url, log } = await startRelay(
      { OPENAI_BASE_URL: upstream.baseUrl, RELAY_ALERT_URL: `${hook.baseUrl}/alerts` },
      signal,
    );
    for (let index = 0; index < 3; index += 1) assert.equal((await refusal((await mintSession(url)).wsUrl, signal)).status, 502);
    const { alert, served } = JSON.parse(await alerts.next()) as { alert: string; served: string };
    assert.deepEqual([alert, served], ['upstream-refused', 'openai']);
    assert.equal(log.all.filter((line) => line.includes('ALERT')).length, 1);
    assert.ok(![...alerts.all, ...log.all].join().includes(CANARY_KEY));
  }),
);

test('whoever operates a relay hears of each unusual pattern, over a webhook and in the log', async (context) => {
  type Provoke = (running: RunningRelay, upstream: UpstreamServer, signal: AbortSignal) => Promise<unknown>;
  const open = async ({ url }: RunningRelay, upstream: UpstreamServer, signal: AbortSignal) => {
    const client = await connect((await mintSession(url)).wsUrl, signal);
    return { client, served: await upstream.conversations.next() };
  };
  const wrong = { authorization: 'Bearer wrong' };
  const usage = { total_tokens: 2 };
  const cases: [kind: string, variables: Record<string, string>, provoke: Provoke][] = [
    [
      'tickets-guessed',
      {},
      ({ url }, _upstream, signal) =>
        Promise.all(
          Array.from({ length: 31 }, () => refusal(`${url.replace('http', 'ws')}/openai/realtime/${'x'.repeat(43)}`, signal)),
        ),
    ],
    [
      'tokens-guessed',
      { RELAY_AUTH_SECRET: 'a-secret-that-is-long-enough-for-hs256' },
      ({ url }) => Promise.all(Array.from({ length: 31 }, () => postSession(url, {}, wrong))),
    ],
    [
      'page-misbehaves',
      {},
      async (...relay) => {
        const { client } = await open(...relay);
        for (let event = 0; event < 25; event += 1) client.send({ type: 'custom.event' });
        return client.closed;
      },
    ],
    [
      'page-misbehaves',
      {},
      async (...relay) => {
        const { client } = await open(...relay);
        for (let event = 0; event < 200; event += 1) client.send({ type: 'response.cancel' });
        return client.closed;
      },
    ],
    [
      'quota-exceeded',
      { RELAY_DAILY_TOKENS: '1' },
      async (...relay) => {
        const { client, served } = await open(...relay);
        served.say({ type: 'response.done', response: { id: 'r', output: [], usage } });
        return client.closed;
      },
    ],
    [
      'usage-not-written',
      { RELAY_USAGE_FILE: '/nowhere/at/all' },
      async (...relay) => {
        const { client } = await open(...relay);
        client.socket.close();
      },
    ],
  ];
  for (const [kind, variables, provoke] of cases) {
    await context.test(
      kind,
      withLife(async (signal) => {
        const alerts = createMailbox<string>();
        const onRequest: UpstreamBehaviour['onRequest'] = (request, response) =>
          void request.on('data', (chunk: Buffer) => alerts.put(chunk.toString())).on('end', () => response.end());
        const [hook, upstream] = await Promise.all([openUpstreamServer({ onRequest }, signal), openUpstreamServer({}, signal)]);
        const all = { OPENAI_BASE_URL: upstream.baseUrl, RELAY_ALERT_URL: hook.baseUrl, ...variables };
        const running = await startRelay(all, signal);
        await provoke(running, upstream, signal);
        const { alert, at } = JSON.parse(await alerts.next()) as { alert: string; at: string };
        assert.deepEqual([alert, Number.isNaN(Date.parse(at))], [kind, false]);
        assert.ok(running.log.all.some((line) => line.includes(`"alert":"${kind}"`)));
      }),
    );
  }
});

test(
  'a relay that lets everybody in says so loudly',
  withLife(async (signal) => {
    const { log } = await startRelay({}, signal);
    const warnings = log.all
      .map((line) => JSON.parse(line) as { level: number; msg: string })
      .filter(({ level }) => level === 40);
    assert.ok(warnings.some(({ msg }) => msg.startsWith('ANONYMOUS')));
    const known = await startRelay({ RELAY_AUTH_SECRET: 'a-secret-that-is-long-enough-for-hs256' }, signal);
    assert.ok(!known.log.all.join().includes('ANONYMOUS'));
  }),
);
