import assert from 'node:assert/strict';
import { once } from 'node:events';
import { every } from '../../../src/lib/timer.js';
import { attack, besiege, type Siege } from '../../rigs/attacks/attack-rig.js';
import { frameOf, handshakeOf, openRawSocket } from '../../rigs/attacks/raw-socket.js';
import { PAGE_ORIGIN } from '../../rigs/relay-rig.js';
import { SESSION_CREATED, type ServedConversation } from '../../rigs/upstream-server.js';

const SHOP = 'https://shop.example';

attack(1, 'cross-site WebSocket hijack: pages of other origins are refused before a service is dialled', async (signal) => {
  const siege = await besiege(signal, { variables: { RELAY_ALLOWED_ORIGINS: SHOP } });
  const strangers = [
    'https://evil.example',
    'null',
    undefined,
    'https://shop.example.evil',
    'https://shop.example:8443',
    'http://shop.example',
    'https://SHOP.example',
    'https://sub.shop.example',
    'https://shop.example.',
    'https://shop.example/',
    'https://evil.example, https://shop.example',
  ];
  for (const origin of strangers) {
    const { wsUrl } = await siege.mint({}, { origin: SHOP });
    for (const address of [wsUrl, siege.socketUrl()]) {
      const raw = openRawSocket(siege.url, signal);
      raw.write(handshakeOf(address, { Origin: origin }));
      assert.match(await raw.ended, /^HTTP\/1\.1 403 .*"origin-refused"/s, String(origin));
    }
    const headers = { 'content-type': 'application/json', ...(origin !== undefined && { origin }) };
    assert.equal((await siege.ask('/openai/realtime/session', { method: 'POST', headers, body: '{}' })).status, 403);
  }
  assert.equal(siege.upstream.dials.all.length, 0);
  await siege.join((await siege.mint({}, { origin: SHOP })).wsUrl, { origin: SHOP });
});

attack(1, 'DNS rebinding: a relay without a list of origins answers to no name but its own', async (signal) => {
  const siege = await besiege(signal);
  const raw = openRawSocket(siege.url, signal);
  raw.write(handshakeOf((await siege.mint()).wsUrl, { Host: 'rebound.example', Origin: 'http://rebound.example' }));
  assert.match(await raw.ended, /^HTTP\/1\.1 403 /);
  assert.equal(siege.upstream.dials.all.length, 0);
});

attack(2, 'ticket replay: 50 at once open one conversation, and a ticket is bound to its page', async (signal) => {
  const siege = await besiege(signal);
  const { wsUrl } = await siege.mint();
  const results = await Promise.all(Array.from({ length: 50 }, () => siege.tryJoin(wsUrl)));
  const statuses = results.map((result) => ('client' in result ? 101 : result.refused.status));
  assert.equal(statuses.filter((status) => status === 101).length, 1);
  assert.ok(statuses.every((status) => status === 101 || status === 404 || status === 429));
  assert.equal(siege.upstream.dials.all.length, 1);
});

attack(3, 'ticket guessing: an unknown and a used ticket cannot be told apart, and guessing is slowed down', async (signal) => {
  const siege = await besiege(signal);
  const { wsUrl, sessionId } = await siege.mint();
  await siege.join(wsUrl);
  const used = await siege.refused(wsUrl);
  const unknown = await siege.refused(siege.socketUrl('A'.repeat(sessionId.length)));
  const { date: _one, ...usedHeaders } = used.headers;
  const { date: _other, ...unknownHeaders } = unknown.headers;
  assert.deepEqual([used.status, used.body, usedHeaders], [404, unknown.body, unknownHeaders]);
  const guesses = await Promise.all(
    Array.from({ length: 60 }, (_, index) => siege.refused(siege.socketUrl(String(index).padStart(43, 'x')))),
  );
  assert.equal(guesses.filter(({ status }) => status === 404).length, 28, '30 wrong ones a minute, two of them above');
  assert.ok(guesses.filter(({ status }) => status === 429).every(({ headers }) => Number(headers['retry-after']) > 0));
  assert.equal(siege.upstream.dials.all.length, 1);
});

attack(4, 'tokens in addresses: refused, never logged, and never echoed as a sub-protocol', async (signal) => {
  const siege = await besiege(signal);
  const secret = 'my-own-secret-token';
  for (const name of ['token', 'access_token', 'api_key', 'key', 'Authorization', 'client_secret', 'jwt', 'password']) {
    const { wsUrl } = await siege.mint();
    assert.equal((await siege.refused(`${wsUrl}?${name}=${secret}`)).status, 400, name);
  }
  assert.equal(siege.upstream.dials.all.length, 0);
  const { wsUrl, sessionId } = await siege.mint();
  const client = await siege.join(wsUrl, { protocols: ['realtime', `openai-insecure-api-key.${secret}`] });
  assert.equal(client.socket.protocol, 'realtime');
  client.socket.terminate();
  await siege.records.next();
  const log = siege.log.all.join('');
  for (const hidden of [secret, sessionId]) assert.ok(!log.includes(hidden));
});

attack(9, 'slow handshakes: whoever drips a request is cut off', async (signal) => {
  const siege = await besiege(signal);
  const begun = handshakeOf((await siege.mint()).wsUrl).slice(0, -2);
  const sockets = Array.from({ length: 50 }, () => openRawSocket(siege.url, signal));
  for (const { write } of sockets) write(begun);
  every(500, () => sockets.forEach(({ socket, write }) => socket.writable && write('X-Drip: x\r\n')), signal);
  for (const { ended } of sockets) await ended;
  assert.equal(siege.upstream.dials.all.length, 0);
});

attack(14, 'early frames: what comes with the handshake itself arrives whole and in order', async (signal) => {
  // The service keeps the page waiting until the relay has read what it says meanwhile, and served others besides.
  const greet = ({ say }: ServedConversation): void => void siege.ask('/healthz').then(() => say(SESSION_CREATED));
  const siege: Siege = await besiege(signal, { behaviour: { greet } });
  const raw = openRawSocket(siege.url, signal);
  const frames = Array.from(
    { length: 50 },
    (_, index) => `{"type":"input_audio_buffer.append","audio":"${Buffer.alloc(600, index).toString('base64')}"}`,
  );
  raw.write(Buffer.concat([Buffer.from(handshakeOf((await siege.mint()).wsUrl)), ...frames.map((frame) => frameOf(frame))]));
  const served = await siege.upstream.conversations.next();
  assert.deepEqual(await served.frames.atLeast(50), frames);
  assert.match(await raw.until(/session\.created/), /^HTTP\/1\.1 101 /);
});

attack(14, 'early floods: what comes before the answer is bounded', async (signal) => {
  const siege = await besiege(signal, { behaviour: { onUpgrade: () => 'handled' } });
  const raw = openRawSocket(siege.url, signal);
  raw.write(handshakeOf((await siege.mint()).wsUrl));
  await siege.upstream.dials.next();
  raw.write(Buffer.alloc(1_000_000));
  assert.equal(await raw.ended, '');
});

attack(18, 'request forgery by model and address: the service is asked exactly what is configured', async (signal) => {
  const siege = await besiege(signal);
  const models = [
    '../x',
    'x&call_id=rtc_1',
    'gpt-realtime-2.1#',
    'gpt-realtime-2.1&intent=transcription',
    'http://169.254.169.254/latest',
    'gpt-realtime-2.1\r\nX: y',
    '%2e%2e%2f',
    '',
  ];
  for (const model of models) {
    assert.equal((await siege.post({ model })).status, 422, model);
    const query = `?model=${encodeURIComponent(model)}`;
    assert.equal((await siege.refused(`${siege.socketUrl()}${query}`)).status, 422, model);
  }
  for (const field of ['url', 'base_url', 'resource', 'region', 'deployment', 'call_id']) {
    await siege.join((await siege.mint({ [field]: 'http://169.254.169.254' })).wsUrl);
    await siege.join(`${siege.socketUrl()}?${field}=http%3A%2F%2F169.254.169.254`);
  }
  for (const path of ['/openai/realtime/../../v1/models', '/openai/realtime/a/b', '//evil.example/openai/realtime']) {
    const raw = openRawSocket(siege.url, signal);
    raw.write(handshakeOf(siege.socketUrl()).replace('/openai/realtime', path));
    assert.match(await raw.ended, /^HTTP\/1\.1 40[04] /, path);
  }
  assert.equal(siege.upstream.dials.all.length, 12);
  for (const { url } of siege.upstream.dials.all) assert.equal(url, '/v1/realtime?model=gpt-realtime-2.1');
});

attack(19, 'header forwarding: nothing of a page’s request reaches the service', async (signal) => {
  const siege = await besiege(signal);
  const raw = openRawSocket(siege.url, signal);
  const smuggled = {
    Cookie: 'session=1',
    'X-Forwarded-For': '1.2.3.4',
    'X-Forwarded-Host': 'evil.example',
    'OpenAI-Organization': 'org-evil',
    'OpenAI-Safety-Identifier': 'me',
    'Sec-WebSocket-Extensions': 'permessage-deflate',
    'Sec-WebSocket-Protocol': 'realtime, x-evil',
    'User-Agent': 'evil',
  };
  raw.write(handshakeOf((await siege.mint()).wsUrl, smuggled));
  assert.doesNotMatch(await raw.until(/session\.created/), /evil|extensions/i);
  const { headers } = await siege.upstream.dials.next();
  assert.deepEqual(Object.keys(headers).sort(), [
    'authorization',
    'connection',
    'host',
    'openai-safety-identifier',
    'sec-websocket-key',
    'sec-websocket-version',
    'upgrade',
  ]);
  assert.doesNotMatch(JSON.stringify(headers), /evil|"me"|1\.2\.3\.4/);
});

attack(19, 'another version or HTTP/1.0: refused, with the version that is supported', async (signal) => {
  const siege = await besiege(signal);
  for (const version of ['8', '12', '14', undefined]) {
    const raw = openRawSocket(siege.url, signal);
    raw.write(handshakeOf((await siege.mint()).wsUrl, { 'Sec-WebSocket-Version': version }));
    assert.match(await raw.ended, /^HTTP\/1\.1 400 [^]*\r\nSec-WebSocket-Version: 13\r\n[^]*policy-violation/);
  }
  const old = openRawSocket(siege.url, signal);
  old.write(handshakeOf((await siege.mint()).wsUrl).replace(' HTTP/1.1', ' HTTP/1.0'));
  assert.match(await old.ended, /^HTTP\/1\.\d 400 /);
  assert.equal(siege.upstream.dials.all.length, 0);
});

attack(19, 'malformed handshakes: refused before a service is dialled, so that nothing is left behind', async (signal) => {
  const siege = await besiege(signal);
  const malformed: Record<string, string | undefined>[] = [
    { 'Sec-WebSocket-Protocol': 'realtime,realtime' },
    { 'Sec-WebSocket-Protocol': ',' },
    { 'Sec-WebSocket-Protocol': 'a b' },
    { 'Sec-WebSocket-Protocol': '' },
    { 'Sec-WebSocket-Version': '8' },
    { 'Sec-WebSocket-Version': undefined },
    { 'Sec-WebSocket-Key': 'short' },
    { 'Sec-WebSocket-Key': undefined },
    { Upgrade: 'h2c' },
    { 'X-Injected': 'a\r\nX-Other: \u0001' },
    { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' },
  ];
  for (const headers of malformed) {
    const raw = openRawSocket(siege.url, signal);
    raw.write(handshakeOf((await siege.mint()).wsUrl, headers));
    assert.match(await raw.ended, /^HTTP\/1\.1 4\d\d /, JSON.stringify(headers));
  }
  assert.equal(siege.upstream.dials.all.length, 0);
});

attack(20, 'forged addresses: a limit counts where a request really came from', async (signal) => {
  const statuses = async (variables: Record<string, string>): Promise<number[]> => {
    const siege = await besiege(signal, { variables: { RELAY_MINTS_PER_MINUTE: '2', ...variables } });
    const forge = (index: number) => ({ 'x-forwarded-for': `192.0.2.${index}, 198.51.100.1`, forwarded: `for=192.0.2.${index}` });
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => siege.post({}, forge(index))));
    return answers.map(({ status }) => status).sort();
  };
  const twoOfSix = [200, 200, 429, 429, 429, 429];
  assert.deepEqual(await statuses({}), twoOfSix);
  assert.deepEqual(await statuses({ RELAY_TRUSTED_PROXIES: '127.0.0.1' }), twoOfSix, 'what a proxy was told is not what it saw');
});

attack(30, 'resets before the answer: nothing crashes and no service is left talking to nobody', async (signal) => {
  let gate: Promise<unknown> = Promise.resolve();
  const siege = await besiege(signal, { options: { authenticate: () => gate.then(() => 'ada') } });
  const moments = ['at once', 'with the request', 'while asked who it is', 'while dialled', 'with the answer', 'half closed'];
  for (const moment of moments) {
    for (let round = 0; round < 5; round += 1) {
      let open: (value?: unknown) => void = () => undefined;
      gate = moment === 'while asked who it is' ? new Promise((resolve) => (open = resolve)) : Promise.resolve();
      const dials = siege.upstream.dials.all.length;
      const raw = openRawSocket(siege.url, signal);
      await once(raw.socket, 'connect');
      if (moment !== 'at once') raw.write(handshakeOf(siege.socketUrl()));
      if (moment === 'while dialled' || moment === 'half closed') await siege.upstream.dials.atLeast(dials + 1);
      if (moment === 'with the answer') await raw.until(/101/);
      if (moment === 'half closed') raw.socket.end();
      else raw.socket.resetAndDestroy();
      open();
      await raw.ended;
    }
  }
  gate = Promise.resolve();
  for (const { closed } of siege.upstream.conversations.all) await closed;
  const client = await siege.join();
  assert.match(await client.frames.next(), /session\.created/);
  while ((await siege.metric('voice_agent_sessions')) !== 1);
});

attack(35, 'routes without a guard: whoever shows no token gets nothing of the kind', async (signal) => {
  const siege = await besiege(signal, {
    variables: {
      RELAY_AUTH_SECRET: 'a-secret-that-is-long-enough-for-hs256',
      RELAY_METRICS_TOKEN: 'a-token-for-metrics',
      ELEVENLABS_API_KEY: 'xi',
      ELEVENLABS_AGENT_ID: 'agent',
      USE_VOICE_PROVIDER: 'both',
    },
  });
  const headers = { origin: PAGE_ORIGIN, 'content-type': 'application/json' };
  const open = { '/healthz': 200, '/readyz': 200, '/voice/providers': 200, '/openai/realtime/some-ticket': 404 };
  const guarded = { '/metrics': 401, '/elevenlabs/signed-url': 401 };
  for (const [path, status] of Object.entries({ ...open, ...guarded })) {
    assert.equal((await siege.ask(path, { headers })).status, status, path);
  }
  assert.equal((await siege.post()).status, 401);
  assert.equal((await siege.refused(siege.socketUrl())).status, 401);
  assert.equal((await siege.refused(siege.socketUrl('some-ticket'))).status, 404);
  assert.equal((await siege.ask('/', { headers })).status, 404);
  assert.equal(siege.upstream.dials.all.length, 0);
});
