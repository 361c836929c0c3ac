import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { BALANCERS, openBalancer, type BalancerName } from '../rigs/balancer.js';
import { openChild, saying } from '../rigs/child.js';
import { openRedisServer } from '../rigs/redis-server.js';
import { openUpstreamServer } from '../rigs/upstream-server.js';
import { CANARY_KEY, connect, mintSession, PAGE_ORIGIN, postSession, tryConnect, withLife } from '../rigs/relay-rig.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Relay {
  readonly process: ChildProcess;
  readonly port: string;
}

async function startRelayProcess(variables: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Relay> {
  const child = openChild(
    process.execPath,
    ['--import', 'tsx', join(root, 'src/relay/bin.ts')],
    { PORT: '0', LOG_LEVEL: 'warn', ...variables },
    signal,
  );
  const [, port = ''] = await saying(child, /voice-agent-relay: http:\/\/localhost:(\d+)/);
  return { process: child, port };
}

for (const name of Object.keys(BALANCERS) as BalancerName[]) {
  test(
    `two relays, one Redis and ${name} are one relay to the outside`,
    withLife(async (signal) => {
      const [redis, upstream] = await Promise.all([openRedisServer(signal), openUpstreamServer({}, signal)]);
      const variables = {
        OPENAI_API_KEY: CANARY_KEY,
        OPENAI_BASE_URL: upstream.baseUrl,
        ...redis.variables,
        RELAY_ALLOWED_ORIGINS: PAGE_ORIGIN,
        RELAY_SESSIONS_PER_SUBJECT: '3',
        RELAY_TRUSTED_PROXIES: '127.0.0.1',
        RELAY_DRAIN_MS: '0',
      };
      const relays = await Promise.all([startRelayProcess(variables, signal), startRelayProcess(variables, signal)]);
      const { url, log } = await openBalancer(name, [relays[0].port, relays[1].port], signal);

      const sessions = await Promise.all(Array.from({ length: 20 }, () => mintSession(url)));
      const results = await Promise.all(sessions.map(({ wsUrl }) => tryConnect(wsUrl, signal)));
      const statuses = results.map((result) => ('client' in result ? 101 : result.refused.status));
      assert.deepEqual(statuses.sort(), [101, 101, 101, ...Array<number>(17).fill(409)]);
      assert.equal(upstream.dials.all.length, 3);

      const clients = results.flatMap((result) => ('client' in result ? [result.client] : []));
      clients.forEach((client) => client.send({ type: 'response.cancel' }));
      await Promise.all((await upstream.conversations.atLeast(3)).map((served) => served.frames.next()));

      for (const path of ['/metrics', '/readyz', '/healthz', '/', '/openai/other'])
        assert.equal((await fetch(url + path)).status, 404, path);
      assert.equal((await postSession(url, {}, { origin: 'https://evil.example' })).status, 403);

      // One relay is replaced: its conversations are told, the rest goes on, new ones find the other relay.
      relays[0].process.kill('SIGTERM');
      await once(relays[0].process, 'exit');
      const closed = clients.filter(({ socket }) => socket.readyState !== socket.OPEN);
      for (const client of closed) assert.equal((await client.closed).code, 1012);
      for (const client of clients) client.socket.close();
      await Promise.all(upstream.conversations.all.map((served) => served.closed));
      let again = await tryConnect((await mintSession(url)).wsUrl, signal);
      while ('refused' in again) again = await tryConnect((await mintSession(url)).wsUrl, signal);
      assert.match(await again.client.frames.next(), /session\.created/);

      const logged = await log();
      assert.match(logged, /101/);
      for (const secret of [CANARY_KEY, ...sessions.map(({ sessionId }) => sessionId)])
        assert.ok(!logged.includes(secret), 'no secret stands in a log');
    }),
  );
}

test(
  'a relay that gets SIGTERM ends every conversation in order and leaves',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const relay = await startRelayProcess(
      { OPENAI_API_KEY: CANARY_KEY, OPENAI_BASE_URL: upstream.baseUrl, RELAY_DRAIN_MS: '0' },
      signal,
    );
    const url = `http://127.0.0.1:${relay.port}`;
    const clients = await Promise.all(Array.from({ length: 100 }, async () => connect((await mintSession(url)).wsUrl, signal)));
    const exited = once(relay.process, 'exit');
    relay.process.kill('SIGTERM');
    for (const client of clients) assert.equal((await client.closed).code, 1012);
    assert.deepEqual(await exited, [0, null]);
  }),
);

test(
  '--help and a wrong setting are answered in words',
  withLife(async (signal) => {
    const bin = ['--import', 'tsx', join(root, 'src/relay/bin.ts')];
    const help = openChild(process.execPath, [...bin, '--help'], {}, signal);
    await saying(help, /voice-agent-relay \[--demo\]/);
    const wrong = openChild(process.execPath, bin, { PORT: 'eighty' }, signal);
    await saying(wrong, /PORT: must be a whole number from 0 to 65535/);
    const [code] = (await once(wrong, 'exit')) as [number];
    assert.equal(code, 1);
  }),
);
