import assert from 'node:assert/strict';
import { createRelayParts } from '../../../src/relay/relay-parts.js';
import { readSettings } from '../../../src/relay/config/settings.js';
import { createApp } from '../../../src/relay/http/app.js';
import { openFrontServer } from '../../rigs/attacks/front-server.js';
import { openRawSocket } from '../../rigs/attacks/raw-socket.js';
import { attack, besiege, targetAt } from '../../rigs/attacks/attack-rig.js';
import { CANARY_KEY, PAGE_ORIGIN } from '../../rigs/relay-rig.js';

const MINT = '/openai/realtime/session';

attack(34, 'HTTP: bodies, types, methods and origins that are not meant', async (signal) => {
  const siege = await besiege(signal);
  const json = { 'content-type': 'application/json' };
  const cases: [string, RequestInit, number][] = [
    ['a large body', { method: 'POST', body: `{"model":"${'x'.repeat(20_000)}"}`, headers: json }, 413],
    ['a form', { method: 'POST', body: 'model=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 400],
    ['text', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }, 400],
    ['text that mentions JSON', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain; application/json' } }, 400],
    ['no type', { method: 'POST', body: new Uint8Array([0x7b, 0x7d]) }, 400],
    ['no JSON', { method: 'POST', body: '{', headers: json }, 400],
    ['a list', { method: 'POST', body: '[]', headers: json }, 400],
    ['a number', { method: 'POST', body: '{"model":7}', headers: json }, 400],
    ['a long name', { method: 'POST', body: `{"model":"${'x'.repeat(200)}"}`, headers: json }, 400],
    ['another method', { method: 'PUT', body: '{}', headers: json }, 404],
    ['another method', { method: 'DELETE' }, 404],
  ];
  for (const [name, init, status] of cases) {
    const answer = await siege.ask(MINT, {
      ...init,
      headers: { origin: PAGE_ORIGIN, ...(init.headers as Record<string, string>) },
    });
    assert.equal(answer.status, status, name);
    assert.ok(answer.code !== undefined, name);
  }
  const preflight = await siege.ask(MINT, {
    method: 'OPTIONS',
    headers: { origin: PAGE_ORIGIN, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-evil' },
  });
  assert.equal(preflight.headers.get('access-control-allow-origin'), PAGE_ORIGIN);
  assert.equal(preflight.headers.get('access-control-allow-credentials'), null);
  assert.doesNotMatch(preflight.headers.get('access-control-allow-headers') ?? '', /x-evil/);
  // A page of any origin can read why it is refused, but nothing else.
  const stranger = await siege.post({}, { origin: 'https://evil.example' });
  assert.deepEqual(
    [stranger.status, stranger.code, stranger.headers.get('access-control-allow-origin')],
    [403, 'origin-refused', 'https://evil.example'],
  );
  const minted = await siege.post();
  assert.deepEqual([minted.headers.get('cache-control'), minted.headers.get('x-content-type-options')], ['no-store', 'nosniff']);
  assert.equal(siege.upstream.dials.all.length, 0);
});

/** Each carries a second request where two servers may disagree about the end of the first. */
function smuggles(host: string): Record<string, string> {
  const inner = `POST ${MINT} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${PAGE_ORIGIN}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
  const outer = `POST /healthz HTTP/1.1\r\nHost: ${host}\r\n`;
  return {
    'length and chunks': `${outer}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
    'chunks and length': `${outer}Transfer-Encoding: chunked\r\nContent-Length: ${inner.length}\r\n\r\n0\r\n\r\n${inner}`,
    'two lengths': `${outer}Content-Length: 0\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
    'a length in two parts': `${outer}Content-Length: 0, ${inner.length}\r\n\r\n${inner}`,
    'a signed length': `${outer}Content-Length: +0\r\n\r\n${inner}`,
    'a strange coding': `${outer}Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n${inner}`,
    'two codings': `${outer}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${inner}`,
    'a space before the colon': `${outer}Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n${inner}`,
    'a folded header': `${outer}Transfer-Encoding:\r\n chunked\r\nContent-Length: 0\r\n\r\n${inner}`,
    'bare line feeds': `${outer}Transfer-Encoding: chunked\r\n\r\n0\n\n${inner}`,
    'a chunk extension': `${outer}Transfer-Encoding: chunked\r\n\r\n0;\n${inner}\r\n\r\n`,
    'a long chunk size': `${outer}Transfer-Encoding: chunked\r\n\r\n00000000000000000000000000000000000\r\n\r\n${inner}`,
    'an upgrade with a body': `GET /openai/realtime HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bad\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
  };
}

attack(34, 'request smuggling: alone, behind nginx and behind HAProxy, one request is one request', async (signal) => {
  const siege = await besiege(signal);
  const fronts = {
    nobody: siege.url,
    nginx: await openFrontServer('nginx', siege.url, signal),
    haproxy: await openFrontServer('haproxy', siege.url, signal),
  };
  for (const [front, url] of Object.entries(fronts)) {
    assert.equal((await targetAt(url, signal).post()).status, 200, front);
    for (const [name, bytes] of Object.entries(smuggles('localhost'))) {
      const raw = openRawSocket(url, signal);
      raw.write(bytes);
      // An honest request on a connection of its own: whoever got the answer of the smuggled one would show it.
      assert.equal((await targetAt(url, signal).ask('/healthz')).body, '{"status":"ok"}', `${front}: ${name}`);
      raw.socket.end();
      const received = await raw.ended;
      // Where the first request is refused, or both servers see two requests in a row, nothing is hidden from the front.
      const answers = received.match(/HTTP\/1\.[01] \d{3}/g) ?? [];
      const minted = received.includes('sessionId');
      assert.ok(!minted || answers.length === 2, `${front}: ${name}: ${received}`);
      if (/length and chunks|two lengths|strange|signed|space/.test(name)) assert.ok(!minted, `${front}: ${name}`);
    }
  }
  assert.equal(siege.upstream.dials.all.length, 0);
});

attack(35, 'routes without a guard: there is none that is not on this list', async (signal) => {
  const settings = readSettings({ OPENAI_API_KEY: CANARY_KEY, LOG_LEVEL: 'silent' });
  const app = createApp(await createRelayParts({ settings }, signal));
  const routes = new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`));
  assert.deepEqual([...routes].sort(), [
    'GET /elevenlabs/signed-url',
    'GET /healthz',
    'GET /metrics',
    'GET /openai/realtime/:sessionId',
    'GET /readyz',
    'GET /voice/providers',
    'POST /openai/realtime/session',
  ]);
});
