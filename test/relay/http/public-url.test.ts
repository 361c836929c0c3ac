import assert from 'node:assert/strict';
import { request } from 'node:https';
import test from 'node:test';
import { BALANCERS, openBalancer, type BalancerName } from '../../rigs/balancer.js';
import { createCertificate } from '../../rigs/certificate.js';
import { openUpstreamServer } from '../../rigs/upstream-server.js';
import { connect, mintSession, PAGE_ORIGIN, startRelay, withLife, type MintedSession } from '../../rigs/relay-rig.js';

const FORGED = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '127.0.0.1' };

/** Over HTTPS, believing nobody but the holder of one certificate. */
function mintSecurely(url: string, ca: string, headers: Readonly<Record<string, string>> = {}): Promise<MintedSession> {
  const options = { method: 'POST', ca, headers: { origin: PAGE_ORIGIN, 'content-type': 'application/json', ...headers } };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/openai/realtime/session`, options, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve(JSON.parse(body) as MintedSession));
    });
    asked.on('error', reject).end('{}');
  });
}

for (const name of Object.keys(BALANCERS) as BalancerName[]) {
  test(
    `where ${name} ends TLS, a page of https:// gets a socket of wss:// that opens, and cannot say otherwise`,
    withLife(async (signal) => {
      const [certificate, upstream] = await Promise.all([createCertificate(signal), openUpstreamServer({}, signal)]);
      const variables = { OPENAI_BASE_URL: upstream.baseUrl, RELAY_ALLOWED_ORIGINS: PAGE_ORIGIN };
      const { url: relay } = await startRelay({ ...variables, RELAY_TRUSTED_PROXIES: '127.0.0.1' }, signal);
      const { port } = new URL(relay);
      const { url } = await openBalancer(name, [port, port], signal, certificate);
      const { wsUrl } = await mintSecurely(url, certificate.pem);
      assert.ok(wsUrl.startsWith(`${url.replace('https', 'wss')}/openai/realtime/`), wsUrl);
      const client = await connect(wsUrl, signal, { ca: certificate.pem });
      assert.match(await client.frames.next(), /session\.created/);

      const forged = await mintSecurely(url, certificate.pem, { ...FORGED, 'x-forwarded-proto': 'http' });
      assert.ok(forged.wsUrl.startsWith(url.replace('https', 'wss')), forged.wsUrl);

      const stranger = new URL((await startRelay(variables, signal)).url).port;
      const { url: unknown } = await openBalancer(name, [stranger, stranger], signal, certificate);
      const unbelieved = await mintSecurely(unknown, certificate.pem);
      assert.ok(unbelieved.wsUrl.startsWith('ws://127.0.0.1:'), unbelieved.wsUrl);
    }),
  );
}

test(
  'without a trusted proxy, or with a public address, nobody can say where the relay is',
  withLife(async (signal) => {
    const { url } = await startRelay({}, signal);
    assert.ok((await mintSession(url, {}, FORGED)).wsUrl.startsWith(url.replace('http', 'ws')));
    const elsewhere = await startRelay({ RELAY_TRUSTED_PROXIES: '10.0.0.0/8' }, signal);
    assert.ok((await mintSession(elsewhere.url, {}, FORGED)).wsUrl.startsWith(elsewhere.url.replace('http', 'ws')));
    const known = await startRelay({ RELAY_PUBLIC_URL: 'https://voice.example/a', RELAY_TRUSTED_PROXIES: '127.0.0.1' }, signal);
    assert.match((await mintSession(known.url, {}, FORGED)).wsUrl, /^wss:\/\/voice\.example\/a\/openai\/realtime\//);
  }),
);

test(
  'of a trusted proxy only schemes and hosts are taken, the last of several',
  withLife(async (signal) => {
    const { url } = await startRelay({ RELAY_TRUSTED_PROXIES: '127.0.0.0/8' }, signal);
    const own = new URL(url).host;
    const cases: [string, string, string][] = [
      ['https', 'voice.example:8443', 'wss://voice.example:8443'],
      ['http, https', 'evil.example, voice.example', 'wss://voice.example'],
      ['WSS', '[2001:db8::1]:443', 'wss://[2001:db8::1]:443'],
      ['javascript', 'voice.example', 'ws://voice.example'],
      ['https', 'evil.example/path', `wss://${own}`],
      ['https', 'a@evil.example', `wss://${own}`],
      ['https', '', `wss://${own}`],
      ['', 'voice.example', 'ws://voice.example'],
    ];
    for (const [scheme, host, expected] of cases) {
      const { wsUrl } = await mintSession(url, {}, { 'x-forwarded-proto': scheme, 'x-forwarded-host': host });
      assert.equal(wsUrl.slice(0, wsUrl.indexOf('/openai/')), expected, `${scheme} ${host}`);
    }
  }),
);
