import assert from 'node:assert/strict';
import test from 'node:test';
import { pino } from 'pino';
import { openRedisState } from '../../../src/relay/state/redis-state.js';
import type { SharedState } from '../../../src/relay/state/shared-state.js';
import { openRedisServer } from '../../rigs/redis-server.js';
import { openSlowLine } from '../../rigs/slow-line.js';
import { openUpstreamServer } from '../../rigs/upstream-server.js';
import { connect, mintSession, PAGE_ORIGIN, postSession, startRelay, tryConnect, withLife } from '../../rigs/relay-rig.js';

const silent = pino({ level: 'silent' });
const grant = { subject: 'ada', origin: 'https://shop.example', provider: 'p', model: 'm', voice: 'v' };
const open = (url: string, signal: AbortSignal): Promise<SharedState> =>
  openRedisState({ url, timeoutMs: 5_000 }, silent, signal);

test(
  'two relays share tickets, leases and accounts, each of them decided once',
  withLife(async (signal) => {
    const { url } = await openRedisServer(signal);
    const [one, two] = await Promise.all([open(url, signal), open(url, signal)]);
    const either = (index: number): SharedState => (index % 2 === 0 ? one : two);

    const id = await one.tickets.mint(grant);
    const redeemed = await Promise.all(Array.from({ length: 50 }, (_, index) => either(index).tickets.redeem(id)));
    assert.deepEqual(
      redeemed.filter((value) => value !== undefined),
      [grant],
    );

    const lease = (index: number): { subject: string; id: string } => ({ subject: 'ada', id: `lease-${index}` });
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => either(index).leases.take(lease(index), { perSubject: 3, total: 0 })),
    );
    assert.equal(outcomes.filter((outcome) => outcome === 'taken').length, 3);
    assert.equal(await two.leases.take({ subject: 'bob', id: 'b' }, { perSubject: 1, total: 3 }), 'relay-full');
    await one.leases.release(lease(outcomes.indexOf('taken')));
    assert.equal(await two.leases.take({ subject: 'bob', id: 'b' }, { perSubject: 1, total: 3 }), 'taken');

    await Promise.all(
      Array.from({ length: 10 }, (_, index) => either(index).spending.add('ada', { seconds: 1.5, tokens: 10, usd: 0.25 })),
    );
    assert.deepEqual(await one.spending.add('ada', { seconds: 0, tokens: 0, usd: 0 }), { seconds: 15, tokens: 100, usd: 2.5 });

    const taken = await Promise.all(Array.from({ length: 30 }, (_, index) => either(index).rates.take('mint', 'ada', 20)));
    assert.equal(taken.filter((wait) => wait === null).length, 20);

    await one.tickets.noteRefusal('some-id', 'upstream-refused');
    assert.equal(await two.tickets.refusalOf('some-id'), 'upstream-refused');
  }),
);

test(
  '100 pages at once, two relays, three places: exactly three conversations',
  withLife(async (signal) => {
    const redis = await openRedisServer(signal);
    const upstream = await openUpstreamServer({}, signal);
    const variables = {
      OPENAI_BASE_URL: upstream.baseUrl,
      ...redis.variables,
      RELAY_SESSIONS_PER_SUBJECT: '3',
      RELAY_ALLOWED_ORIGINS: PAGE_ORIGIN,
    };
    const relays = await Promise.all([startRelay(variables, signal), startRelay(variables, signal)]);
    const sessions = await Promise.all(Array.from({ length: 100 }, (_, index) => mintSession(relays[index % 2]?.url ?? '')));
    // A ticket of one relay is redeemed at the other.
    const addresses = sessions.map(
      ({ sessionId }, index) => `${relays[(index + 1) % 2]?.url.replace('http', 'ws')}/openai/realtime/${sessionId}`,
    );
    const results = await Promise.all(addresses.map((address) => tryConnect(address, signal)));
    const statuses = results.map((result) => ('client' in result ? 101 : result.refused.status));
    assert.equal(statuses.filter((status) => status === 101).length, 3);
    assert.equal(statuses.filter((status) => status === 409).length, 97);
    assert.equal(upstream.dials.all.length, 3);
  }),
);

test(
  'a Redis that gets slower is waited for; one that is silent is not; a relay that was held up reads before it judges',
  withLife(async (signal) => {
    const { url: redis } = await openRedisServer(signal);
    const line = await openSlowLine(Number(new URL(redis).port), signal);
    const upstream = await openUpstreamServer({}, signal);
    const variables = {
      OPENAI_BASE_URL: upstream.baseUrl,
      REDIS_URL: `redis://127.0.0.1:${line.port}`,
      RELAY_STATE_TIMEOUT_MS: '600',
      RELAY_MINTS_PER_MINUTE: '100',
    };
    const { url, log } = await startRelay(variables, signal);
    const outages = (): number => log.all.filter((entry) => entry.includes('does not answer')).length;

    // As under a load that grows: in the end more than is waited for at first.
    for (const delayMs of [300, 800]) {
      line.delayMs = delayMs;
      assert.equal((await postSession(url)).status, 200);
    }
    assert.equal(outages(), 0);

    line.delayMs = 0;
    line.onAnswer = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
    assert.equal((await postSession(url)).status, 200);
    assert.equal(outages(), 0);

    line.delayMs = 30_000;
    assert.equal((await postSession(url)).status, 503);
    assert.equal(outages(), 1);
  }),
);

for (const fate of ['SIGSTOP', 'SIGKILL'] as const) {
  test(
    `Redis gets ${fate}: new pages are refused at once, open conversations go on`,
    withLife(async (signal) => {
      const redis = await openRedisServer(signal);
      const upstream = await openUpstreamServer({}, signal);
      const { url, log } = await startRelay(
        { OPENAI_BASE_URL: upstream.baseUrl, ...redis.variables, RELAY_STATE_TIMEOUT_MS: '1500', RELAY_MINTS_PER_MINUTE: '100' },
        signal,
      );
      const client = await connect((await mintSession(url)).wsUrl, signal);
      const served = await upstream.conversations.next();
      redis.process.kill(fate);

      for (let attempt = 0; attempt < 3; attempt += 1) {
        const response = await postSession(url);
        assert.equal(response.status, 503);
        assert.ok(Number(response.headers.get('retry-after')) > 0);
      }
      assert.equal((await fetch(`${url}/readyz`)).status, 503);
      client.send({ type: 'response.cancel' });
      assert.match(await served.frames.next(), /response\.cancel/);
      served.say({ type: 'response.done', response: { id: 'r', output: [], usage: { total_tokens: 1 } } });
      while (!(await log.next()).includes('"alert":"shared-state-lost"'));

      if (fate === 'SIGKILL') return;
      redis.process.kill('SIGCONT');
      let readiness = await fetch(`${url}/readyz`);
      while (readiness.status !== 200) readiness = await fetch(`${url}/readyz`);
      assert.equal((await postSession(url)).status, 200);
    }),
  );
}
