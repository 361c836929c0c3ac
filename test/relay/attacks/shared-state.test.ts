import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { SignJWT } from 'jose';
import { onAbort } from '../../../src/lib/on-abort.js';
import { createTicketId } from '../../../src/relay/state/tickets/ticket-id.js';
import { createMemoryTickets } from '../../../src/relay/state/tickets/memory-tickets.js';
import { openRelayProcess, type RelayProcess } from '../../rigs/attacks/relay-process.js';
import { attack, besiege, INDISCREET, type Siege } from '../../rigs/attacks/attack-rig.js';
import { openRedisServer } from '../../rigs/redis-server.js';
import { openUpstreamServer, type UpstreamServer } from '../../rigs/upstream-server.js';

const LEASE_TTL_MS = 60_000;

const leasesOf = (subject: string): string => `voice-agent:leases:${createHash('sha256').update(subject).digest('base64url')}`;

/** A relay whose clock is wrong by so many minutes. */
function skewed(minutes: number): string[] {
  const shift = minutes * 60_000;
  const source = `const Real = Date; const now = Real.now; Real.now = () => now() + ${shift};
    globalThis.Date = class extends Real { constructor(...args) { args.length === 0 ? super(Real.now()) : super(...args); } };`;
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
}

interface Group {
  readonly relays: readonly [RelayProcess, RelayProcess];
  readonly redis: Redis;
  readonly upstream: UpstreamServer;
}

async function openGroup(
  signal: AbortSignal,
  variables: Readonly<Record<string, string>>,
  nodeOptions: readonly (readonly string[])[] = [],
): Promise<Group> {
  const server = await openRedisServer(signal);
  const upstream = await openUpstreamServer(INDISCREET, signal);
  const environment = { OPENAI_BASE_URL: upstream.baseUrl, ...server.variables, ...variables };
  const [one, two] = await Promise.all([
    openRelayProcess(environment, signal, nodeOptions[0]),
    openRelayProcess(environment, signal, nodeOptions[1]),
  ]);
  const redis = new Redis(server.url, { lazyConnect: true });
  redis.on('error', () => undefined);
  onAbort(signal, () => redis.disconnect());
  return { relays: [one, two], redis, upstream };
}

attack(3, 'ticket entropy: a hundred thousand of them, all different, all of 256 random bits', async (signal) => {
  const ids = Array.from({ length: 100_000 }, createTicketId);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.every((id) => /^[\w-]{43}$/.test(id)));
  const ones = ids.reduce((sum, id) => sum + (Buffer.from(id, 'base64url').readUInt8(7) & 1), 0);
  assert.ok(Math.abs(ones - 50_000) < 1_500, String(ones));
  signal.throwIfAborted();
});

attack(2, 'tickets too old: gone after 60 seconds', async () => {
  let now = 0;
  const tickets = createMemoryTickets({ now: () => now });
  const grant = { subject: 's', origin: undefined, provider: 'p', model: 'm', voice: 'v' };
  const [fresh, old] = [await tickets.mint(grant), await tickets.mint(grant)];
  now = 59_999;
  assert.deepEqual(await tickets.redeem(fresh), grant);
  now = 60_000;
  assert.equal(await tickets.redeem(old), undefined);
});

attack(
  23,
  'quota race over two relays: three places, three conversations; and a ticket replayed over both opens one',
  async (signal) => {
    const { relays, redis, upstream } = await openGroup(signal, { RELAY_SESSIONS_PER_SUBJECT: '3', RELAY_MINTS_PER_MINUTE: '0' });
    const [one, two] = relays;
    const either = (index: number): RelayProcess => (index % 2 === 0 ? one : two);

    const { sessionId } = await one.mint();
    const stored = await redis.keys('*');
    assert.ok(stored.length > 0 && !stored.join().includes(sessionId), 'whoever reads the store has no ticket');
    assert.ok((await redis.pttl(`voice-agent:ticket:${createHash('sha256').update(sessionId).digest('base64url')}`)) <= 60_000);
    const replays = await Promise.all(
      Array.from({ length: 50 }, (_, index) => either(index).tryJoin(either(index).socketUrl(sessionId))),
    );
    assert.equal(replays.filter((result) => 'client' in result).length, 1);
    assert.equal(upstream.dials.all.length, 1);
    for (const result of replays) if ('client' in result) result.client.socket.terminate();
    const leases = async (): Promise<string[]> => (await redis.keys('voice-agent:leases:*')).sort();
    while ((await leases()).length > 0);

    const tickets = await Promise.all(Array.from({ length: 100 }, (_, index) => either(index).mint()));
    const race = await Promise.all(
      tickets.map((ticket, index) => either(index + 1).tryJoin(either(index + 1).socketUrl(ticket.sessionId))),
    );
    const statuses = race.map((result) => ('client' in result ? 101 : result.refused.status));
    assert.deepEqual([statuses.filter((s) => s === 101).length, statuses.filter((s) => s === 409).length], [3, 97]);
    assert.equal(upstream.dials.all.length, 4);

    // One relay dies without a word: its leases are for a minute at the most, on the clock of Redis.
    one.process.kill('SIGKILL');
    const [seconds] = await redis.time();
    for (const key of await leases()) {
      for (const [member, score] of pairs(await redis.zrangebyscore(key, '-inf', '+inf', 'WITHSCORES'))) {
        assert.ok(Number(score) <= (Number(seconds) + 1) * 1000 + LEASE_TTL_MS);
        // As if that minute were over for those of the dead one and those of the living not yet renewed.
        await redis.zadd(key, 1, member);
      }
    }
    await two.join((await two.mint()).wsUrl);
  },
);

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((member, index) => (index % 2 === 0 ? [[member, flat[index + 1] ?? ''] as [string, string]] : []));
}

attack(24, 'clocks that are wrong: ten minutes either way change neither tickets nor places', async (signal) => {
  const secret = 'a-secret-that-is-long-enough-for-hs256';
  const { relays, upstream } = await openGroup(signal, { RELAY_SESSIONS_PER_SUBJECT: '2', RELAY_AUTH_SECRET: secret }, [
    skewed(10),
    skewed(-10),
  ]);
  const [early, late] = relays;
  const tokenFor = (minutes: number): Promise<string> =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ada')
      .setExpirationTime(Math.floor(Date.now() / 1000) + minutes * 60)
      .sign(new TextEncoder().encode(secret));
  const authorization = `Bearer ${await tokenFor(60)}`;
  for (const [mints, joins] of [relays, [late, early] as const]) {
    const { sessionId } = await mints.mint({}, { authorization });
    await joins.join(joins.socketUrl(sessionId));
  }
  for (const relay of relays) {
    const { wsUrl } = await relay.mint({}, { authorization });
    assert.equal((await relay.refused(wsUrl)).status, 409);
    assert.equal((await relay.ask('/readyz')).status, 200);
  }
  assert.equal(upstream.dials.all.length, 2);
  // A token is judged by the relay's own clock, which the operator has to set right: leeway is half a minute, no more.
  const short = { authorization: `Bearer ${await tokenFor(9)}` };
  assert.deepEqual([(await early.post({}, short)).status, (await late.post({}, short)).status], [401, 200]);
});

async function untilBusy(redis: Redis): Promise<void> {
  while (
    await redis.ping().then(
      () => true,
      () => false,
    )
  );
}

attack(25, 'Redis stopped, busy or gone: nobody new is let in on a guess, conversations go on', async (signal) => {
  const stopped = async (siege: Siege, hurt: () => unknown): Promise<void> => {
    const client = await siege.join();
    const served = await siege.upstream.conversations.next();
    const { wsUrl } = await siege.mint();
    await hurt();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await siege.post();
      assert.equal(answer.status, 503);
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
    }
    assert.equal((await siege.refused(wsUrl)).status, 503);
    assert.equal((await siege.ask('/readyz')).status, 503);
    assert.equal((await siege.ask('/healthz')).status, 200);
    client.send({ type: 'response.cancel' });
    assert.match(await served.frames.next(), /response\.cancel/);
    assert.equal(siege.upstream.dials.all.length, 1);
    assert.ok(siege.log.all.some((line) => line.includes('shared state does not answer')));
  };
  const server = await openRedisServer(signal);
  const variables = { REDIS_URL: server.url, RELAY_STATE_TIMEOUT_MS: '1500', RELAY_MINTS_PER_MINUTE: '0' };
  const [redis, working] = [new Redis(server.url), new Redis(server.url)];
  for (const connection of [redis, working]) {
    connection.on('error', () => undefined);
    onAbort(signal, () => connection.disconnect());
  }
  const ready = async (siege: Siege): Promise<void> => {
    while ((await siege.ask('/readyz')).status !== 200);
    assert.equal((await siege.post()).status, 200);
  };

  const busy = await besiege(signal, { variables });
  // A script without end; after a millisecond of it everybody else is told so.
  await redis.config('SET', 'lua-time-limit', 1);
  await stopped(busy, () => {
    working.eval('while true do end', 0).catch(() => undefined);
    return untilBusy(redis);
  });
  await redis.script('KILL');
  await ready(busy);
  const frozen = await besiege(signal, { variables });
  await stopped(frozen, () => server.process.kill('SIGSTOP'));
  // Who leaves meanwhile gives the place back as soon as there is somebody to give it to.
  frozen.upstream.conversations.all[0]?.socket.terminate();
  await frozen.records.next();
  server.process.kill('SIGCONT');
  await ready(frozen);
  // The conversation of the busy time is still open.
  while ((await redis.zcard(leasesOf('anonymous:127.0.0.1'))) > 1);
  await stopped(await besiege(signal, { variables }), () => server.process.kill('SIGKILL'));
});
