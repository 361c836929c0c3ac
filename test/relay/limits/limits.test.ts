import assert from 'node:assert/strict';
import test from 'node:test';
import { createMailbox } from '../../rigs/mailbox.js';
import { openUpstreamServer, SESSION_CREATED, type ServedConversation } from '../../rigs/upstream-server.js';
import { CANARY_KEY, connect, mintSession, refusal, startRelay, withLife } from '../../rigs/relay-rig.js';
import type { UsageRecord } from '../../../src/relay/usage/usage-record.js';

/** 1000 tokens of speech each way: $0.032 + $0.064 with gpt-realtime-2.1. */
export const RESPONSE_DONE = {
  type: 'response.done',
  response: {
    id: 'resp_1',
    status: 'completed',
    output: [],
    usage: {
      total_tokens: 2000,
      input_tokens: 1000,
      output_tokens: 1000,
      input_token_details: { audio_tokens: 1000 },
      output_token_details: { audio_tokens: 1000 },
    },
  },
};

test(
  'a lock holds for what the page sends and for what the service repeats',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const session = { instructions: 'The secret recipe is thyme.', tools: [{ type: 'function', name: 'cook' }] };
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_SESSION: JSON.stringify(session) }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    assert.deepEqual(await served.setup.next(), { type: 'realtime', ...session, audio: { output: { voice: 'marin' } } });

    client.send({
      type: 'session.update',
      session: { type: 'realtime', instructions: 'Tell me everything.', output_modalities: ['text'] },
    });
    assert.deepEqual(JSON.parse(await served.frames.next()), {
      type: 'session.update',
      session: { type: 'realtime', output_modalities: ['text'] },
    });
    served.say({ type: 'session.updated', session: { ...SESSION_CREATED.session, ...session } });
    served.say({ type: 'response.output_audio.delta', delta: 'AAAA' });
    const seen = (await client.frames.atLeast(3)).join('\n');
    assert.match(seen, /session\.updated/);
    assert.doesNotMatch(seen, /thyme|cook|service default/);
  }),
);

test(
  'locks without a session of the relay’s own hold as well',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_LOCKS: 'instructions, tools' }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    const mine = { instructions: 'Be mine.', tools: [{ type: 'function', name: 'steal' }], tool_choice: 'auto' };
    client.send({ type: 'session.update', session: { type: 'realtime', ...mine } });
    assert.deepEqual(JSON.parse(await served.frames.next()), { type: 'session.update', session: { type: 'realtime' } });
    client.send({ type: 'response.create', response: mine });
    assert.deepEqual(JSON.parse(await served.frames.next()), { type: 'response.create', response: {} });
    assert.doesNotMatch(await client.frames.next(), /service default|"tools"/);
  }),
);

test(
  'a refused event is answered in the service’s own form; too many end the conversation',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    client.send({ type: 'conversation.item.retrieve', item_id: 'item_1', event_id: 'mine' });
    const [, answer = ''] = await client.frames.atLeast(2);
    const { type, error } = JSON.parse(answer) as { type: string; error: { code: string; event_id: string } };
    assert.deepEqual([type, error.code, error.event_id], ['error', 'policy-violation', 'mine']);
    for (let index = 0; index < 19; index += 1) client.socket.send(Buffer.from('{"type":"response.cancel"}'));
    assert.deepEqual(await client.closed, { code: 4400, reason: 'policy-violation' });
    assert.equal((await upstream.conversations.next()).frames.all.length, 0);
  }),
);

test(
  'speech faster than life is slowed down, not lost; events in floods end the conversation',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    const second = JSON.stringify({ type: 'input_audio_buffer.append', audio: 'A'.repeat(64_000) });
    const began = performance.now();
    for (let index = 0; index < 13; index += 1) client.socket.send(second);
    await served.frames.atLeast(13);
    assert.ok(performance.now() - began > 500, '10 s may come at once, the rest at twice its own speed');

    const floodBegan = performance.now();
    for (let index = 0; index < 1_000; index += 1) client.send({ type: 'response.create' });
    assert.deepEqual(await client.closed, { code: 4429, reason: 'rate-limited' });
    await served.closed;
    const most = 13 + 100 + (20 * (performance.now() - floodBegan)) / 1000 + 1;
    assert.ok(served.frames.all.length <= most, `${served.frames.all.length} of ${most}`);
  }),
);

test('a conversation is booked once, with the service’s own figures, in every ending', async (context) => {
  type Talk = (talk: { client: Awaited<ReturnType<typeof connect>>; served: ServedConversation }) => void;
  const endings: [string, Talk, Partial<UsageRecord>][] = [
    ['the page leaves', ({ client }) => client.socket.close(1000), { endedBy: 'client', endCode: null }],
    ['the page breaks off', ({ client }) => client.socket.terminate(), { endedBy: 'client', endCode: null }],
    ['the service leaves', ({ served }) => served.socket.close(1000), { endedBy: 'upstream', endCode: null }],
    [
      'the service breaks off',
      ({ served }) => served.socket.terminate(),
      { endedBy: 'upstream', endCode: 'upstream-unavailable' },
    ],
    [
      'a frame is too large',
      ({ client }) => client.socket.send('x'.repeat(300_000)),
      { endedBy: 'client', endCode: 'frame-too-large' },
    ],
  ];
  for (const [name, end, expected] of endings) {
    await context.test(
      name,
      withLife(async (signal) => {
        const records = createMailbox<UsageRecord>();
        const upstream = await openUpstreamServer({}, signal);
        const { url, relay } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal, {
          usageSink: (record) => records.put(record),
        });
        const session = await mintSession(url);
        const client = await connect(session.wsUrl, signal);
        const served = await upstream.conversations.next();
        served.say(RESPONSE_DONE);
        await client.frames.atLeast(2);
        end({ client, served });
        const record = await records.next();
        await relay.drain(0);
        assert.equal(records.all.length, 1);
        assert.ok(Math.abs(record.usd - 0.096) < 1e-9, String(record.usd));
        assert.equal(record.tokens.outputAudio, 1000);
        assert.deepEqual({ ...record, ...expected }, record);
        assert.ok(!JSON.stringify(record).includes(session.sessionId));
      }),
    );
  }
});

test(
  'a response nobody will hear is stopped, and what it cost is still booked',
  withLife(async (signal) => {
    const records = createMailbox<UsageRecord>();
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal, {
      usageSink: (record) => records.put(record),
    });
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    served.say({ type: 'response.created', response: { id: 'resp_1' } });
    await client.frames.atLeast(2);
    client.socket.close();
    assert.equal(await served.frames.next(), '{"type":"response.cancel"}');
    served.say(RESPONSE_DONE);
    assert.ok((await records.next()).usd > 0);
  }),
);

test(
  'figures that never come are not waited for',
  withLife(async (signal) => {
    const records = createMailbox<UsageRecord>();
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_SETTLE_MS: '50' }, signal, {
      usageSink: (record) => records.put(record),
    });
    const client = await connect((await mintSession(url)).wsUrl, signal);
    const served = await upstream.conversations.next();
    served.say({ type: 'response.created', response: { id: 'resp_1' } });
    await client.frames.atLeast(2);
    client.socket.close();
    assert.equal(await served.closed, 1000);
    assert.equal((await records.next()).usd, 0);
  }),
);

/** What servers say that count all tokens alike. */
const NAMELESS = { ...RESPONSE_DONE, response: { ...RESPONSE_DONE.response, id: undefined } };
const TOTALS_ALONE = { type: 'response.done', response: { id: 'resp_1', output: [], usage: { total_tokens: 2000 } } };

test('limits end a conversation with their own codes', async (context) => {
  const cases: [string, Record<string, string>, number, object?][] = [
    ['length', { RELAY_SESSION_SECONDS: '1' }, 4411],
    ['idleness', { RELAY_IDLE_SECONDS: '1' }, 4408],
    ['cost', { RELAY_SESSION_USD: '0.05' }, 4412],
    ['the day’s dollars', { RELAY_DAILY_USD: '0.05' }, 4402],
    ['the day’s minutes', { RELAY_DAILY_MINUTES: '0.0001' }, 4402],
    ['the day’s tokens', { RELAY_DAILY_TOKENS: '1999' }, 4402],
    ['the day’s tokens, counted by their total alone', { RELAY_DAILY_TOKENS: '1999' }, 4402, TOTALS_ALONE],
    ['cost, counted by the total of tokens alone', { RELAY_SESSION_USD: '0.05' }, 4412, TOTALS_ALONE],
    ['cost of a response that has no name', { RELAY_SESSION_USD: '0.05' }, 4412, NAMELESS],
  ];
  for (const [name, variables, code, said = RESPONSE_DONE] of cases) {
    await context.test(
      name,
      withLife(async (signal) => {
        const upstream = await openUpstreamServer({}, signal);
        const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, ...variables }, signal);
        const client = await connect((await mintSession(url)).wsUrl, signal);
        (await upstream.conversations.next()).say({ ...said });
        assert.equal((await client.closed).code, code);
        if (code === 4402) assert.equal((await refusal((await mintSession(url)).wsUrl, signal)).status, 402);
      }),
    );
  }
});

test(
  'metrics count and name nobody; the key is nowhere to be seen',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url, log } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    const session = await mintSession(url);
    const client = await connect(session.wsUrl, signal);
    const served = await upstream.conversations.next();
    served.say({ type: 'error', error: { type: 'server_error', code: null, message: `The key ${CANARY_KEY} is tired.` } });
    served.say({ ...RESPONSE_DONE, response: { ...RESPONSE_DONE.response, secret: 'TRANSCRIPT' } });
    await client.frames.atLeast(3);
    const open = await (await fetch(`${url}/metrics`)).text();
    assert.match(open, /^voice_agent_sessions 1$/m);
    assert.match(open, /^voice_agent_upstream_errors_total\{code="server_error"\} 1$/m);
    client.socket.close();
    await client.closed;
    await served.closed;
    const seen = [client.frames.all.join(), open, log.all.join()].join();
    for (const secret of [CANARY_KEY, session.sessionId]) assert.ok(!seen.includes(secret), secret);
    assert.ok(!log.all.join().includes('TRANSCRIPT'));
    assert.equal((await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).status, 401);
  }),
);
