import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { onAbort } from '../../../src/lib/on-abort.js';
import { openRelayProcess } from '../../rigs/attacks/relay-process.js';
import { attack, besiege, converse, INDISCREET, type Siege } from '../../rigs/attacks/attack-rig.js';
import { openUpstreamServer, type UpstreamBehaviour } from '../../rigs/upstream-server.js';

const ONE_AT_A_TIME = { RELAY_SESSIONS_PER_SUBJECT: '1' };

/** Resolves once the only lease there is can be taken again. */
async function leaseReturns(siege: Siege): Promise<void> {
  for (;;) {
    const result = await siege.tryJoin();
    if ('client' in result) return result.client.socket.terminate();
    assert.equal(result.refused.status, 409);
  }
}

attack(12, 'half-open peers: found on both sides, both sides closed, the lease returned', async (signal) => {
  const siege = await besiege(signal, { variables: { ...ONE_AT_A_TIME, RELAY_PING_MS: '200' } });
  const deaf = await converse(siege, { autoPong: false });
  assert.equal((await deaf.client.closed).code, 1006);
  assert.equal(await deaf.served.closed, 1000);
  await siege.records.atLeast(1);
  await leaseReturns(siege);
  await siege.records.atLeast(2);
  await siege.upstream.conversations.next();

  const frozen = await converse(siege);
  // The process of the service lives on, but nothing of it answers any more.
  frozen.served.socket.pause();
  assert.deepEqual(await frozen.client.closed, { code: 4502, reason: 'upstream-unavailable' });
  await siege.records.atLeast(3);
  await leaseReturns(siege);
});

/** As long as one may be; a hundred of them come at once without being too many. */
const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'x'.repeat(250_000) }] };
const BIG = JSON.stringify({ type: 'conversation.item.create', item });
const AT_ONCE = 90;

/** Pushes until the socket closes, or so many times. */
async function push(socket: WebSocket, times = Infinity): Promise<void> {
  const closed = once(socket, 'close').then(() => false);
  for (let time = 0; time < times; time += 1) {
    const written = new Promise<boolean>((resolve) => socket.send(BIG, (error) => resolve(!error)));
    if (!(await Promise.race([written, closed]))) return;
  }
}

attack(
  13,
  'slow readers and stalled services: ended, and of no consequence to others (memory.test.ts weighs them)',
  async (signal) => {
    const siege = await besiege(signal, { variables: { RELAY_STALL_MS: '300', RELAY_EVENT_BYTES_PER_SECOND: '10000000' } });
    const others = await converse(siege);
    const slow = await converse(siege);
    slow.client.socket.pause();
    await push(slow.served.socket);
    slow.client.socket.resume();
    assert.ok([4508, 1006].includes((await slow.client.closed).code));

    const stalled = await converse(siege);
    stalled.served.socket.pause();
    await push(stalled.client.socket, AT_ONCE);
    assert.deepEqual(await stalled.client.closed, { code: 4504, reason: 'upstream-timeout' });
    const codes = (await siege.records.atLeast(2)).map(({ endCode }) => endCode);
    assert.deepEqual(codes, ['slow-consumer', 'upstream-timeout']);
    others.served.say({ type: 'response.output_audio.delta', delta: 'AAAA' });
    assert.match(await others.client.frames.next(), /AAAA/);
  },
);

attack(
  26,
  'reconnect storms: the service is dialled no oftener than allowed, and the others are told when to return',
  async (signal) => {
    const siege = await besiege(signal, { variables: { RELAY_MINTS_PER_MINUTE: '40', RELAY_MAX_SESSIONS: '20' } });
    const results = await Promise.all(Array.from({ length: 200 }, () => siege.tryJoin(siege.socketUrl())));
    const refused = results.flatMap((result) => ('refused' in result ? [result.refused] : []));
    assert.equal(refused.length, 180);
    assert.deepEqual([...new Set(refused.map(({ status }) => status))].sort(), [409, 429]);
    assert.ok(refused.every(({ headers }) => Number(headers['retry-after']) > 0));
    assert.equal(siege.upstream.dials.all.length, 20);
    for (const { socket } of siege.upstream.conversations.all) socket.terminate();
    for (const result of results) if ('client' in result) assert.equal((await result.client.closed).code, 4502);
    await siege.records.atLeast(20);
    const again = await Promise.all(Array.from({ length: 200 }, () => siege.tryJoin(siege.socketUrl())));
    assert.ok(again.every((result) => 'refused' in result && result.refused.status === 429));
    assert.equal(siege.upstream.dials.all.length, 20, 'no loop');
  },
);

attack(
  27,
  'refusals of the service: a status before 101, the lease returned, and one more try only where it is safe',
  async (signal) => {
    const cases = [
      [401, 502, 'upstream-refused', 1],
      [403, 502, 'upstream-refused', 1],
      [404, 422, 'model-refused', 1],
      [429, 503, 'upstream-unavailable', 1],
      [500, 503, 'upstream-unavailable', 2],
      [503, 503, 'upstream-unavailable', 2],
    ] as const;
    for (const [status, expected, code, dials] of cases) {
      const siege = await besiege(signal, {
        variables: ONE_AT_A_TIME,
        behaviour: {
          onUpgrade: (_request, socket) => (socket.end(`HTTP/1.1 ${status} No\r\nRetry-After: 7\r\n\r\n`), 'handled'),
        },
      });
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        const refused = await siege.refused();
        assert.deepEqual([refused.status, siege.upstream.dials.all.length], [expected, attempt * dials], String(status));
        assert.match(refused.body, new RegExp(code));
        if (expected === 503) assert.equal(refused.headers['retry-after'], '7');
      }
      assert.equal(await siege.metric(`voice_agent_refusals_total{where="upgrade",code="${code}"}`), 2);
      assert.equal(await siege.metric('voice_agent_sessions'), 0);
    }
  },
);

attack(28, 'services that hang: in TCP, in TLS, in HTTP and after 101', async (signal) => {
  const mute = createServer((socket: Socket) => void socket.on('error', () => undefined));
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  onAbort(signal, () => mute.close());
  const { port } = mute.address() as AddressInfo;
  const behaviours: [string, UpstreamBehaviour, Record<string, string>][] = [
    ['HTTP', {}, { OPENAI_BASE_URL: `http://127.0.0.1:${port}` }],
    ['TLS', {}, { OPENAI_BASE_URL: `https://127.0.0.1:${port}` }],
    ['half a status line', { onUpgrade: (_request, socket: Duplex) => (socket.write('HTTP/1.1 10'), 'handled') }, {}],
    ['after 101', { greet: () => undefined }, {}],
    ['after its greeting', { onSetup: () => undefined }, {}],
  ];
  for (const [where, behaviour, variables] of behaviours) {
    const siege = await besiege(signal, {
      behaviour,
      variables: { ...ONE_AT_A_TIME, RELAY_DIAL_TIMEOUT_MS: '200', ...variables },
    });
    for (let attempt = 0; attempt < 2; attempt += 1) assert.equal((await siege.refused()).status, 504, where);
  }
});

attack(29, 'services that break off, at any byte: the page gets a close frame, the books are settled once', async (signal) => {
  const done = { type: 'response.done', response: { id: 'r', output: [], usage: { input_tokens: 7, output_tokens: 3 } } };
  const siege = await besiege(signal, { variables: ONE_AT_A_TIME });
  const whole = Buffer.from(JSON.stringify({ type: 'response.output_audio.delta', delta: 'A'.repeat(600) }));
  const frame = Buffer.concat([Buffer.from([0x81, 126, whole.length >> 8, whole.length & 255]), whole]);
  const cuts = [0, 1, 2, 4, 5, 300, frame.length - 1, frame.length];
  for (const [index, cut] of cuts.entries()) {
    const { client, served } = await converse(siege);
    served.say(done);
    await client.frames.next();
    const socket = (served.socket as WebSocket & { readonly _socket: Socket })._socket;
    socket.write(frame.subarray(0, cut), () => (index % 2 === 0 ? socket.resetAndDestroy() : socket.destroy()));
    assert.deepEqual(await client.closed, { code: 4502, reason: 'upstream-unavailable' }, String(cut));
    const records = await siege.records.atLeast(index + 1);
    assert.deepEqual([records.length, records[index]?.endedBy], [index + 1, 'upstream']);
    assert.deepEqual([records[index]?.tokens.inputAudio, records[index]?.tokens.outputAudio], [7, 3]);
  }
  const { client, served } = await converse(siege);
  served.socket.close(1001, 'Your session hit the maximum duration of 60 minutes.');
  assert.deepEqual(await client.closed, { code: 4410, reason: 'session-expired' });
  const records = await siege.records.atLeast(cuts.length + 1);
  assert.equal(new Set(records.map(({ session }) => session)).size, cuts.length + 1);
  await leaseReturns(siege);
});

attack(31, 'leaving in the middle of an answer: it is stopped and what it cost is booked', async (signal) => {
  const siege = await besiege(signal);
  for (const leave of ['close', 'terminate'] as const) {
    const { client, served } = await converse(siege);
    served.say({ type: 'response.created', response: { id: 'r' } });
    await client.frames.next();
    client.socket[leave]();
    assert.equal(await served.frames.next(), '{"type":"response.cancel"}');
    const usage = {
      total_tokens: 1500,
      input_tokens: 1000,
      output_tokens: 500,
      input_token_details: { audio_tokens: 1000 },
      output_token_details: { audio_tokens: 500 },
    };
    served.say({ type: 'response.done', response: { id: 'r', status: 'cancelled', output: [], usage } });
    assert.equal((await siege.records.next()).tokens.outputAudio, 500);
    assert.equal(await served.closed, 1000);
  }
});

attack(32, 'SIGTERM with a hundred conversations: everybody is told, nobody is cut off', async (signal) => {
  const upstream = await openUpstreamServer(INDISCREET, signal);
  // Long enough for all that is asked before the deadline, on a slow machine too.
  const relay = await openRelayProcess({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_DRAIN_MS: '5000' }, signal);
  const clients = await Promise.all(Array.from({ length: 100 }, () => relay.join()));
  const late = await relay.mint();
  const exited = once(relay.process, 'exit');
  relay.process.kill('SIGTERM');
  let readiness = await relay.ask('/readyz');
  while (readiness.status !== 503) readiness = await relay.ask('/readyz');
  assert.equal((await relay.refused(late.wsUrl)).status, 503);
  assert.equal((await relay.post()).status, 503);
  // Conversations go on until the deadline.
  const last = upstream.conversations.all.at(-1);
  last?.say({ type: 'response.output_audio.delta', delta: 'AAAA' });
  await Promise.any(clients.map(({ frames }) => frames.atLeast(2)));
  for (const { closed } of clients) assert.deepEqual(await closed, { code: 1012, reason: 'server-draining' });
  for (const { closed } of upstream.conversations.all) assert.equal(await closed, 1000);
  assert.deepEqual(await exited, [0, null]);
});
