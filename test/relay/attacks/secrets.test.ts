import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { onAbort } from '../../../src/lib/on-abort.js';
import { attack, besiege, converse } from '../../rigs/attacks/attack-rig.js';
import { openChild, saying } from '../../rigs/child.js';
import { traceIn } from '../../rigs/attacks/secret-scan.js';
import { CANARY_KEY, PAGE_ORIGIN } from '../../rigs/relay-rig.js';
import type { ServedConversation, UpstreamBehaviour } from '../../rigs/upstream-server.js';

test('the trap works: a text that holds the key, whole or nearly, is noticed', () => {
  for (const text of [`Bearer ${CANARY_KEY}`, CANARY_KEY.slice(0, -3), btoa(CANARY_KEY)]) assert.ok(traceIn(text) !== undefined);
  assert.equal(traceIn('sk-other'), undefined);
});

/** A refusal that says the key in its status line, a header and its body. */
function refuseWith(status: number): UpstreamBehaviour {
  return {
    onUpgrade(_request, socket) {
      const headers = `X-Key: ${CANARY_KEY}\r\nWWW-Authenticate: Bearer ${CANARY_KEY}\r\nLocation: https://evil.example/${CANARY_KEY}`;
      const body = JSON.stringify({ error: { message: `Incorrect API key provided: ${CANARY_KEY}.` } });
      socket.end(`HTTP/1.1 ${status} ${CANARY_KEY}\r\n${headers}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      return 'handled';
    },
  };
}

const error = { type: 'error', error: { type: 'invalid_request_error', code: CANARY_KEY, message: CANARY_KEY } };

attack(21, 'the key in errors: whatever a service says when it refuses, the page reads the relay’s own words', async (signal) => {
  const greetings: UpstreamBehaviour[] = [
    ...[301, 400, 401, 403, 404, 429, 500, 503].map(refuseWith),
    { onUpgrade: (_request, socket) => (socket.end(`${CANARY_KEY}\r\n\r\n`), 'handled') },
    { greet: ({ socket }: ServedConversation) => socket.close(3000, CANARY_KEY) },
    { greet: ({ say, socket }: ServedConversation) => (say(error), socket.close(1008, CANARY_KEY)) },
    { onSetup: ({ say }: ServedConversation) => say(error) },
    { greet: ({ socket }: ServedConversation) => socket.send(CANARY_KEY) },
  ];
  for (const behaviour of greetings) {
    const siege = await besiege(signal, { behaviour });
    const { wsUrl, sessionId } = await siege.mint();
    const refused = await siege.refused(wsUrl);
    assert.ok(refused.status >= 400, String(refused.status));
    assert.equal(traceIn(refused.body), undefined);
    const again = await siege.ask(`/openai/realtime/${sessionId}`, { headers: { origin: PAGE_ORIGIN } });
    assert.equal(again.code, (JSON.parse(refused.body) as { error: { code: string } }).error.code);
    await siege.ask('/metrics');
  }
});

attack(21, 'the key in a conversation: events, close reasons and broken connections do not show it', async (signal) => {
  const siege = await besiege(signal);
  const escaped = `{"type":"error","error":{"message":"\\u0073${CANARY_KEY.slice(1)}"}}`;
  const partly = { type: 'error', error: { message: `Incorrect API key provided: ${CANARY_KEY.slice(0, -4)}****.` } };
  const sayings: ((served: ServedConversation) => void)[] = [
    ({ say }) => say(error),
    ({ socket }) => socket.send(escaped),
    ({ say }) => say(partly),
    ({ say }) => say({ type: 'response.done', response: { status_details: { error: { message: CANARY_KEY } }, output: [] } }),
    ({ say }) => say({ type: CANARY_KEY, [CANARY_KEY]: [CANARY_KEY] }),
    ({ socket }) => socket.send(Buffer.from(CANARY_KEY), { binary: true }),
    ({ socket }) => socket.send(`not JSON ${CANARY_KEY}`),
  ];
  for (const saying of sayings) {
    const { client, served } = await converse(siege);
    saying(served);
    served.socket.close(1011, CANARY_KEY);
    assert.deepEqual(await client.closed, { code: 4502, reason: 'upstream-unavailable' });
    for (const frame of client.frames.all) assert.equal(traceIn(unescaped(frame)), undefined, frame);
  }
  await siege.ask('/metrics');
});

/** What a page may see, told beside the key: what is not found in a heap proves something only where this is. */
const CONTROL = 'control-5b0c7e19d2';

attack(21, 'the key in the heap of a page: after every way to repeat it, nothing of it is there', async (signal) => {
  const told = { type: 'response.output_text.done', text: CONTROL };
  const ways: ((served: ServedConversation) => void)[] = [
    ({ say, socket }) => (say(error), say(told), socket.close(1011, CANARY_KEY)),
    ({ say, socket }) => (say({ ...told, item_id: CANARY_KEY, [CANARY_KEY]: [CANARY_KEY] }), socket.close(3000, CANARY_KEY)),
    ({ socket }) => (socket.send(Buffer.from(CANARY_KEY), { binary: true }), socket.send(CANARY_KEY), socket.terminate()),
  ];
  const refusals = [401, 429, 500, 500];
  const siege = await besiege(signal, {
    behaviour: {
      onUpgrade: (request, socket) => {
        const status = siege.upstream.dials.all.length > ways.length ? refusals.shift() : undefined;
        return status === undefined ? undefined : refuseWith(status).onUpgrade?.(request, socket);
      },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'heap-'));
  onAbort(signal, () => void rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'page.heapsnapshot');
  const script = fileURLToPath(new URL('../../rigs/attacks/heap-client.ts', import.meta.url));
  const options = ['--import', 'tsx', '--heap-snapshot-string-limit=100000', script, siege.url, String(ways.length + 3), file];
  const page = saying(openChild(process.execPath, options, {}, signal), /\d+ things seen/);
  for (const way of ways) {
    const served = await siege.upstream.conversations.next();
    await served.setup.next();
    way(served);
  }
  await page;
  assert.deepEqual(refusals, [], 'every refusal was met');
  const heap = await readFile(file, 'utf8');
  assert.ok(heap.includes(CONTROL), 'what the page saw is in its heap');
  assert.equal(traceIn(heap), undefined);
});

function unescaped(json: string): string {
  return json.replace(/\\u([0-9a-f]{4})/gi, (_match, code: string) => String.fromCharCode(parseInt(code, 16)));
}

attack(33, 'cardinality and privacy: hundreds of people leave as many series as one, and no words', async (signal) => {
  const siege = await besiege(signal, {
    variables: { RELAY_MINTS_PER_MINUTE: '0' },
    options: { authenticate: ({ headers }) => headers['x-user']?.toString() ?? null },
  });
  const seriesOf = async (): Promise<string[]> =>
    (await siege.ask('/metrics')).body
      .split('\n')
      .filter(
        (line) =>
          line.startsWith('voice_agent_') && !line.startsWith('voice_agent_nodejs') && !line.startsWith('voice_agent_process'),
      )
      .map((line) => line.slice(0, line.lastIndexOf(' ')))
      .sort();
  const secret = 'the recipe is thyme';
  const talk = async (user: string): Promise<void> => {
    const { wsUrl } = await siege.mint({}, { 'x-user': user });
    const client = await siege.join(wsUrl);
    const served = await siege.upstream.conversations.next();
    const content = [{ type: 'input_text', text: secret }];
    client.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
    client.send({ type: `custom.${user}`, text: secret });
    client.socket.send(`{"type":"input_audio_buffer.append","audio":"${Buffer.from(secret).toString('base64')}"}`);
    served.say({ type: 'response.output_audio_transcript.done', transcript: secret });
    served.say({ type: 'error', error: { code: user, message: secret } });
    await served.frames.atLeast(2);
    await client.frames.atLeast(4);
    client.socket.terminate();
  };
  await talk('ada');
  await siege.records.atLeast(1);
  const before = await seriesOf();
  for (let user = 0; user < 20; user += 1) await talk(`user-${user}`);
  for (let user = 0; user < 300; user += 50)
    await Promise.all(Array.from({ length: 50 }, (_, index) => siege.post({}, { 'x-user': `visitor-${user + index}` })));
  await siege.records.atLeast(21);
  assert.deepEqual(await seriesOf(), before);
  const seen = [...siege.log.all, ...before].join('');
  for (const hidden of [secret, Buffer.from(secret).toString('base64'), 'visitor-7']) assert.ok(!seen.includes(hidden), hidden);
});

attack(36, 'signed addresses of ElevenLabs: one agent, one conversation each, so many a day', async (signal) => {
  let answer = (_request: IncomingMessage, response: ServerResponse): void =>
    void response.end(JSON.stringify({ signed_url: 'wss://api.elevenlabs.io/v1/convai/conversation?token=once' }));
  const asked: IncomingMessage[] = [];
  const behaviour: UpstreamBehaviour = {
    onRequest: (request, response) => {
      asked.push(request);
      answer(request, response);
    },
  };
  const siege = await besiege(signal, { behaviour });
  const target = await besiege(signal, {
    variables: {
      ELEVENLABS_API_KEY: CANARY_KEY,
      ELEVENLABS_AGENT_ID: 'agent_ours',
      ELEVENLABS_BASE_URL: siege.upstream.baseUrl.replace('/v1', ''),
      USE_VOICE_PROVIDER: 'both',
      RELAY_SIGNED_URLS_PER_DAY: '8',
    },
  });
  const headers = { origin: PAGE_ORIGIN };
  const get = (query = '') => target.ask(`/elevenlabs/signed-url${query}`, { headers });
  const ours = await get();
  assert.deepEqual([ours.status, ours.headers.get('cache-control')], [200, 'no-store']);
  assert.equal(asked[0]?.url, '/v1/convai/conversation/get-signed-url?agent_id=agent_ours&include_conversation_id=true');
  assert.equal((await get('?agent_id=agent_theirs')).status, 422);
  assert.equal((await get('?agent_id=agent_ours&include_conversation_id=false&base=evil')).status, 200);
  assert.equal(asked[1]?.url, asked[0]?.url);

  const refusals = [
    [429, 503, 'upstream-unavailable'],
    [401, 502, 'upstream-refused'],
    [500, 503, 'upstream-unavailable'],
    [200, 503, 'upstream-unavailable'],
  ] as const;
  for (const [status, expected, code] of refusals) {
    answer = (_request, response) => void response.writeHead(status, { 'x-key': CANARY_KEY }).end(`{"detail":"${CANARY_KEY}"}`);
    const refused = await get();
    assert.deepEqual([refused.status, refused.code], [expected, code]);
  }
  answer = (request, response) => void response.writeHead(302, { location: `http://${request.headers.host}/evil` }).end();
  assert.equal((await get()).status, 503);
  assert.ok(asked.every(({ url }) => url !== '/evil'));
  const spent = await get();
  assert.deepEqual([spent.status, spent.code], [402, 'quota-exceeded']);
  assert.ok(Number(spent.headers.get('retry-after')) > 0);
});
