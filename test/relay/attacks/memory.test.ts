import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { SignJWT } from 'jose';
import { onAbort } from '../../../src/lib/on-abort.js';
import { openMeasuredRelay, type MeasuredRelay } from '../../rigs/attacks/measured-relay.js';
import { attack, INDISCREET } from '../../rigs/attacks/attack-rig.js';
import { openChild, saying } from '../../rigs/child.js';
import { openRedisServer } from '../../rigs/redis-server.js';
import { PAGE_ORIGIN, type RelayClient } from '../../rigs/relay-rig.js';
import { openUpstreamServer, type ServedConversation, type UpstreamServer } from '../../rigs/upstream-server.js';

const MEGABYTE = 1_000_000;

interface Joined {
  readonly client: RelayClient;
  readonly served: ServedConversation;
}

async function join(relay: MeasuredRelay, upstream: UpstreamServer): Promise<Joined> {
  const client = await relay.join();
  const served = await upstream.conversations.next();
  await client.frames.next();
  return { client, served };
}

/** Sends one chunk of speech after the other, each when the one before was answered. */
async function talk({ client, served }: Joined, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    client.socket.send('{"type":"input_audio_buffer.append","audio":"AAAA"}');
    await served.frames.next();
    served.say({ type: 'response.output_audio.delta', delta: 'AAAA' });
    await client.frames.next();
  }
}

/** What the service says without end; sent as it stands, so that nothing of it is held twice here. */
const FRAME = Buffer.from(JSON.stringify({ type: 'response.output_audio.delta', delta: 'A'.repeat(64_000) }));

/** Makes the service say so much to one page, and tells how much of it left so far. */
function pour({ served }: Joined, bytes: number): { readonly taken: number } {
  const poured = { taken: 0 };
  const note = (error?: Error): void => void (error ?? (poured.taken += FRAME.length));
  for (let said = 0; said < bytes; said += FRAME.length) served.socket.send(FRAME, { binary: false }, note);
  return poured;
}

const STALLED = 100;
/** Several times what the kernel's own buffers of a page's socket take, so that much would have to be held. */
const POURED_BYTES = 20 * MEGABYTE;
/** 512 KiB, the frame that crossed the mark, the one that is being read, and what a conversation needs by itself. */
const HELD_BYTES = MEGABYTE;

attack(
  13,
  'a hundred slow readers: the relay holds no more of each than it says, and works no harder for the others',
  async (signal) => {
    const upstream = await openUpstreamServer(INDISCREET, signal);
    const relay = await openMeasuredRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_STALL_MS: '20000' }, signal);
    const cpu = (): Promise<number> => relay.metric('voice_agent_process_cpu_seconds_total');
    const talkingCosts = async (): Promise<number> => {
      const before = await cpu();
      await talk(other, 400);
      return (await cpu()) - before;
    };
    const other = await join(relay, upstream);
    await talkingCosts();
    const [aloneBefore, before] = [await talkingCosts(), await relay.weigh()];

    const slow = await Promise.all(Array.from({ length: STALLED }, () => join(relay, upstream)));
    for (const { client } of slow) client.socket.pause();
    const poured = slow.map((joined) => pour(joined, POURED_BYTES));
    const taken = (): number => poured.reduce((sum, { taken: bytes }) => sum + bytes, 0);
    for (let last = -1; last !== taken();) {
      last = taken();
      await talk(other, 200);
    }
    assert.ok(taken() < STALLED * POURED_BYTES, 'nobody stalls');
    const stalled = await relay.weigh();
    assert.ok(stalled.held - before.held < STALLED * HELD_BYTES, `holds ${(stalled.held - before.held) / STALLED} of each`);
    assert.ok(stalled.resident - before.resident < STALLED * 2 * HELD_BYTES, `grew by ${stalled.resident - before.resident}`);
    // What others cost is counted in processor time, which a busy machine does not change; twice leaves room for the timers.
    const [beside, alone] = [await talkingCosts(), aloneBefore];
    assert.ok(beside < 2 * alone + 0.1, `${beside} s of processor time beside ${STALLED} stalled readers, ${alone} s alone`);

    for (const { client } of slow) client.socket.terminate();
    await Promise.all(slow.map(({ served }) => served.closed));
    await talk(other, 1);
    while ((await relay.metric('voice_agent_sessions')) > 1);
    const after = await relay.weigh();
    assert.ok(after.held - before.held < 10 * MEGABYTE, `keeps ${after.held - before.held}`);
  },
);

attack(13, 'a stalled service: the relay holds no more of what the page pushes than it says', async (signal) => {
  const upstream = await openUpstreamServer(INDISCREET, signal);
  const variables = { OPENAI_BASE_URL: upstream.baseUrl, RELAY_STALL_MS: '20000', RELAY_EVENT_BYTES_PER_SECOND: '10000000' };
  const relay = await openMeasuredRelay(variables, signal);
  const [other, stalled] = [await join(relay, upstream), await join(relay, upstream)];
  await talk(other, 100);
  const before = await relay.weigh();
  stalled.served.socket.pause();
  const content = [{ type: 'input_text', text: 'x'.repeat(250_000) }];
  const item = JSON.stringify({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
  let left = 90;
  for (let index = left; index > 0; index -= 1) stalled.client.socket.send(item, () => (left -= 1));
  for (let last = -1; last !== left;) {
    last = left;
    await talk(other, 200);
  }
  assert.ok(left > 0, 'nobody stalls');
  const { held } = await relay.weigh();
  assert.ok(held - before.held < 2 * HELD_BYTES, `holds ${held - before.held}`);
});

const USERS = 10_000;
const REPEATERS = 2_000;

attack(33, 'ten thousand people: as many series as of one, little memory for each, none for what they repeat', async (signal) => {
  const relay = await openMeasuredRelay({ RELAY_MINTS_PER_MINUTE: '1', RELAY_TRUSTED_PROXIES: '127.0.0.1' }, signal);
  const { url } = relay;
  const series = async (): Promise<number> => (await relay.ask('/metrics')).body.split('\n').length;

  await visit({ url, people: [0, 500], network: 1 }, signal);
  await visit({ url, people: [0, 500], network: 1 }, signal);
  const [before, seriesBefore] = [await relay.weigh(), await series()];
  assert.deepEqual(await visit({ url, people: [0, USERS] }, signal), { 200: USERS });
  const once = await relay.weigh();
  assert.ok(once.held - before.held < USERS * 4_000, `${(once.held - before.held) / USERS} bytes for each`);
  // The latest of them, whose minute is not over.
  assert.deepEqual(await visit({ url, people: [USERS - REPEATERS, USERS] }, signal), { 429: REPEATERS });
  const twice = await relay.weigh();
  assert.ok(twice.held - once.held < REPEATERS * 100, `${(twice.held - once.held) / REPEATERS} bytes for each refusal`);
  assert.equal(await series(), seriesBefore);
  assert.doesNotMatch(relay.printed.all.join(''), /10\.0\.\d/);
});

attack(33, 'a thousand people in Redis: a few keys for each, which name nobody and do not last', async (signal) => {
  const server = await openRedisServer(signal);
  const upstream = await openUpstreamServer(INDISCREET, signal);
  const relay = await openMeasuredRelay(
    { OPENAI_BASE_URL: upstream.baseUrl, ...server.variables, RELAY_AUTH_SECRET: SECRET, RELAY_TRUSTED_PROXIES: '127.0.0.1' },
    signal,
  );
  const redis = new Redis(server.url);
  onAbort(signal, () => redis.disconnect());
  const people = 1_000;
  for (let time = 0; time < 2; time += 1)
    assert.deepEqual(await visit({ url: relay.url, people: [0, people], tokenOf }, signal), { 200: people });
  const keys = await redis.keys('*');
  // A ticket a visit, and a rate for the subject and for the address.
  assert.equal(keys.length, 4 * people);
  const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
  assert.ok(
    lives.every((life) => life > 0 && life <= 60_000),
    `${Math.min(...lives)} to ${Math.max(...lives)}`,
  );
  assert.doesNotMatch(keys.join('\n'), /person|10\.0\.|\.\d+\.\d+\./);
  const bytes = await Promise.all(keys.map(async (key) => Number(await redis.memory('USAGE', key))));
  assert.ok(bytes.reduce((sum, size) => sum + size, 0) < people * 4_000);
});

attack(33, 'people who were here yesterday: nothing is left of them', async (signal) => {
  const script = fileURLToPath(new URL('../../rigs/attacks/state-memory.ts', import.meta.url));
  const child = openChild(process.execPath, ['--import', 'tsx', '--expose-gc', script], {}, signal);
  const [weights] = await saying(child, /\{.*\}/);
  const { empty, full, left } = JSON.parse(weights) as Record<'empty' | 'full' | 'left', number>;
  assert.ok(full - empty > 20 * MEGABYTE && left - empty < 4 * MEGABYTE, weights);
});

interface Visit {
  readonly url: string;
  /** Which people: from the first to the one before the last. */
  readonly people: readonly [from: number, to: number];
  /** The second part of everybody's address. */
  readonly network?: number;
  /** Makes the token of a person. */
  readonly tokenOf?: (person: number) => Promise<string>;
}

const LINES = 8;
const AT_ONCE = 25;
const STATUS_LETTERS = 'HTTP/1.1 200'.length;

/**
 * Lets people ask for a ticket, each from an address of their own; tells how many got which status. Many share a connection and
 * none waits for the one before, so that the relay has most of the work.
 */
async function visit(
  { url, people: [from, to], network = 0, tokenOf }: Visit,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  const ask = async (person: number): Promise<string> => {
    const token = tokenOf === undefined ? '' : `Authorization: Bearer ${await tokenOf(person)}\r\n`;
    const headers = `Host: localhost\r\nOrigin: ${PAGE_ORIGIN}\r\n${token}X-Forwarded-For: 10.${network}.${person >> 8}.${person & 255}`;
    return `POST /openai/realtime/session HTTP/1.1\r\n${headers}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
  };
  const share = async (line: number): Promise<void> => {
    const mine = Array.from({ length: to - from }, (_, index) => from + index).filter((person) => person % LINES === line);
    const asked = await Promise.all(mine.map(ask));
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onAbort(signal, () => socket.destroy());
    const askMore = (): void => void socket.write(asked.splice(0, AT_ONCE).join(''));
    let answered = 0;
    let unread = '';
    socket.on('data', (chunk: Buffer) => {
      unread += chunk.toString('latin1');
      let read = 0;
      for (const { 0: line, 1: status = '', index: at } of unread.matchAll(/HTTP\/1\.1 (\d{3})/g)) {
        statuses[status] = (statuses[status] ?? 0) + 1;
        answered += 1;
        read = at + line.length;
        // No more than it can read before it takes the line for a slow one.
        if (answered % AT_ONCE === 0) askMore();
      }
      // The end may be the beginning of the next one.
      unread = unread.slice(Math.max(read, unread.length - STATUS_LETTERS));
      if (answered === mine.length) socket.end();
    });
    askMore();
    await once(socket, 'close');
  };
  await Promise.all(Array.from({ length: LINES }, (_, line) => share(line)));
  return statuses;
}

const SECRET = 'a-secret-that-is-long-enough-for-hs256';

function tokenOf(person: number): Promise<string> {
  const token = new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject(`person-${person}`).setExpirationTime('1h');
  return token.sign(new TextEncoder().encode(SECRET));
}
