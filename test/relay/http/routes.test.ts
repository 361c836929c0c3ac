import assert from 'node:assert/strict';
import test from 'node:test';
import { openUpstreamServer } from '../../rigs/upstream-server.js';
import { CANARY_KEY, mintSession, PAGE_ORIGIN, postSession, refusal, startRelay, withLife } from '../../rigs/relay-rig.js';

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

test(
  'pages of allowed origins may read the answers, others are refused before anything is done',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay(
      { OPENAI_BASE_URL: upstream.baseUrl, RELAY_ALLOWED_ORIGINS: 'https://shop.example' },
      signal,
    );

    const preflight = await fetch(`${url}/openai/realtime/session`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://shop.example');
    assert.equal(preflight.headers.get('access-control-allow-credentials'), null);

    const allowed = await postSession(url, {}, { origin: 'https://shop.example' });
    assert.equal(allowed.status, 200);
    assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://shop.example');
    assert.equal(allowed.headers.get('cache-control'), 'no-store');
    assert.match(allowed.headers.get('vary') ?? '', /origin/i);

    for (const origin of [
      'https://evil.example',
      'null',
      'http://shop.example',
      'https://shop.example.evil.example',
      PAGE_ORIGIN,
    ]) {
      const refused = await postSession(url, {}, { origin });
      assert.equal(refused.status, 403, origin);
      assert.equal(await codeOf(refused), 'origin-refused');
      const { wsUrl } = (await (await postSession(url, {}, { origin: 'https://shop.example' })).json()) as { wsUrl: string };
      assert.equal((await refusal(wsUrl, signal, { origin })).status, 403, origin);
    }
    assert.equal(upstream.dials.all.length, 0);
  }),
);

test(
  'a page of another origin can read why it is refused, and tracing headers pass preflight requests',
  withLife(async (signal) => {
    const { url } = await startRelay({ RELAY_ALLOWED_ORIGINS: 'https://shop.example' }, signal);
    for (const origin of ['https://shop.example', 'https://evil.example']) {
      const preflight = await fetch(`${url}/openai/realtime/session`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'baggage,content-type,traceparent,tracestate',
        },
      });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers.get('access-control-allow-origin'), origin);
      const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase().split(',') ?? [];
      for (const name of ['authorization', 'baggage', 'content-type', 'traceparent', 'tracestate'])
        assert.ok(allowed.includes(name), name);
    }
    for (const path of ['/openai/realtime/unknown', '/voice/providers', '/elevenlabs/signed-url']) {
      const refused = await fetch(url + path, { headers: { origin: 'https://evil.example' } });
      assert.deepEqual([refused.status, await codeOf(refused)], [403, 'origin-refused'], path);
      assert.equal(refused.headers.get('access-control-allow-origin'), 'https://evil.example');
      assert.match(refused.headers.get('vary') ?? '', /origin/i);
    }
  }),
);

test(
  'a GET from the page’s own origin needs no Origin header',
  withLife(async (signal) => {
    const { url } = await startRelay(
      { RELAY_ALLOWED_ORIGINS: 'https://shop.example', RELAY_TRUSTED_PROXIES: '127.0.0.1' },
      signal,
    );
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${url}/voice/providers`, { headers })).status;
    const forwarded = { 'x-forwarded-host': 'shop.example', 'x-forwarded-proto': 'https' };
    assert.equal(await status({ ...forwarded, 'sec-fetch-site': 'same-origin' }), 200);
    assert.equal(await status(forwarded), 403, 'a program');
    assert.equal(await status({ ...forwarded, 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await status({ ...forwarded, 'x-forwarded-host': 'evil.example', 'sec-fetch-site': 'same-origin' }), 403);
    assert.equal(await status({ 'sec-fetch-site': 'same-origin' }), 403, 'a name that was rebound');
    assert.equal(await status({ ...forwarded, 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }), 403);
  }),
);

test(
  'what a page asks for is checked',
  withLife(async (signal) => {
    const voices = { OPENAI_DEFAULT_VOICE: 'ours', OPENAI_ALLOWED_VOICES: 'theirs' };
    const { url } = await startRelay({ OPENAI_REALTIME_MODEL: 'gpt-realtime-2.1', ...voices }, signal);
    for (const [voice, given] of [
      [undefined, 'ours'],
      ['theirs', 'theirs'],
    ])
      assert.equal((await mintSession(url, { voice })).voice, given);
    const refused = async (body: unknown, headers?: Record<string, string>): Promise<[number, string]> => {
      const response = await postSession(url, body, headers);
      return [response.status, await codeOf(response)];
    };
    for (const model of ['gpt-4o', '../x', 'x&call_id=1', 'gpt-realtime-2.1#', 'http://169.254.169.254']) {
      assert.deepEqual(await refused({ model }), [422, 'model-refused'], model);
    }
    assert.deepEqual(await refused({ voice: 'marin' }), [422, 'model-refused']);
    assert.deepEqual(await refused({ model: 7 }), [400, 'policy-violation']);
    assert.deepEqual(await refused([]), [400, 'policy-violation']);
    assert.deepEqual(await refused({}, { 'content-type': 'text/plain' }), [400, 'policy-violation']);
    assert.deepEqual(await refused({ filler: 'x'.repeat(20_000) }), [413, 'frame-too-large']);
    const odd = await postSession(
      url,
      JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    );
    assert.equal(odd.status, 200);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  }),
);

test(
  'unknown routes and methods are refused alike',
  withLife(async (signal) => {
    const { url } = await startRelay({}, signal);
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['DELETE', '/openai/realtime/session'],
      ['POST', '/voice/providers'],
      ['GET', '/'],
    ] as const) {
      const response = await fetch(url + path, { method, headers: { origin: PAGE_ORIGIN } });
      assert.equal(response.status, 404, path);
    }
    assert.equal((await refusal(`${url.replace('http', 'ws')}/nothing`, signal)).status, 404);
    assert.equal((await refusal(`${url.replace('http', 'ws')}/openai/realtime/x?token=abc`, signal)).status, 400);
  }),
);

test(
  'what is on offer holds models, voices and prices, and no secret',
  withLife(async (signal) => {
    const { url } = await startRelay({ OPENAI_ALLOWED_MODELS: 'gpt-realtime-2.1-mini' }, signal);
    const text = await (await fetch(`${url}/voice/providers`, { headers: { origin: PAGE_ORIGIN } })).text();
    assert.ok(!text.includes(CANARY_KEY));
    const { default: preferred, providers } = JSON.parse(text) as {
      default: string;
      providers: { id: string; served: string; models: { id: string }[]; voices: string[] }[];
    };
    assert.equal(preferred, 'openai');
    const openai = providers.find(({ id }) => id === 'openai');
    assert.equal(openai?.served, 'openai');
    assert.deepEqual(
      openai.models.map(({ id }) => id),
      ['gpt-realtime-2.1', 'gpt-realtime-2.1-mini'],
    );
    assert.ok(openai.voices.includes('cedar'));
  }),
);

test(
  'an address that holds a secret is refused wherever it leads',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    for (const [method, path] of [
      ['POST', '/openai/realtime/session?access_token=x'],
      ['GET', '/voice/providers?api_key=x'],
      ['GET', '/elevenlabs/signed-url?authorization=x'],
    ] as const) {
      const response = await fetch(url + path, { method, headers: { origin: PAGE_ORIGIN } });
      assert.equal(response.status, 400, path);
      assert.equal(await codeOf(response), 'policy-violation');
    }
  }),
);

test(
  'a port that is taken is named',
  withLife(async (signal) => {
    const { url } = await startRelay({ OPENAI_API_KEY: CANARY_KEY }, signal);
    const { port } = new URL(url);
    await assert.rejects(startRelay({ OPENAI_API_KEY: CANARY_KEY, PORT: port }, signal), {
      code: 'invalid-configuration',
      message: new RegExp(`PORT ${port} .*EADDRINUSE`),
    });
  }),
);
