import assert from 'node:assert/strict';
import test from 'node:test';
import { SpanStatusCode, trace, type Span, type SpanStatus, type Tracer } from '@opentelemetry/api';
import { createMailbox } from '../rigs/mailbox.js';
import { openUpstreamServer } from '../rigs/upstream-server.js';
import { CANARY_KEY, connect, mintSession, refusal, startRelay, withLife } from '../rigs/relay-rig.js';

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
