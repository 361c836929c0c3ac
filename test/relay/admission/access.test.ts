import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { openUpstreamServer } from '../../rigs/upstream-server.js';
import { connect, mintSession, postSession, refusal, startRelay, withLife } from '../../rigs/relay-rig.js';

const SECRET = 'a-secret-that-is-long-enough-for-hs256';
const key = new TextEncoder().encode(SECRET);

function token(
  subject: string,
  { expires = '1h', secret = key }: { expires?: string; secret?: Uint8Array } = {},
): Promise<string> {
  return new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject(subject).setExpirationTime(expires).sign(secret);
}

test(
  'signed tokens let in, everything else does not',
  withLife(async (signal) => {
    const { url, log } = await startRelay({ RELAY_AUTH_SECRET: SECRET, RELAY_MINTS_PER_MINUTE: '0' }, signal);
    const status = async (authorization?: string): Promise<number> =>
      (await postSession(url, {}, authorization === undefined ? {} : { authorization })).status;
    assert.equal(await status(`Bearer ${await token('ada')}`), 200);
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"ada","exp":9999999999}')}.`.replaceAll('=', '');
    const noExpiry = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject('ada').sign(key);
    const wrong = [
      undefined,
      'Bearer x',
      `Basic ${btoa('ada:x')}`,
      `Bearer ${unsigned}`,
      `Bearer ${noExpiry}`,
      `Bearer ${await token('ada', { expires: '1 minute ago' })}`,
      `Bearer ${await token('ada', { secret: key.slice(1) })}`,
    ];
    for (const authorization of wrong) assert.equal(await status(authorization), 401, authorization);
    assert.ok(!log.all.join('').includes('eyJ'), 'no token stands in the log');
  }),
);

test(
  'keys of a JWKS let in too',
  withLife(async (signal) => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = createServer(
      (_request, response) =>
        void exportJWK(publicKey).then((jwk) => response.end(JSON.stringify({ keys: [{ ...jwk, alg: 'ES256', kid: 'one' }] }))),
    );
    await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
    signal.addEventListener('abort', () => jwks.close(), { once: true });
    const { url } = await startRelay(
      {
        RELAY_AUTH_JWKS_URL: `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/keys`,
        RELAY_AUTH_AUDIENCE: 'voice',
        RELAY_AUTH_ISSUER: 'https://shop.example',
      },
      signal,
    );
    const sign = (audience: string, issuer = 'https://shop.example'): Promise<string> =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setSubject('ada')
        .setAudience(audience)
        .setIssuer(issuer)
        .setExpirationTime('1h')
        .sign(privateKey);
    assert.equal((await postSession(url, {}, { authorization: `Bearer ${await sign('voice')}` })).status, 200);
    for (const wrong of [await sign('other'), await sign('voice', 'https://evil.example')])
      assert.equal((await postSession(url, {}, { authorization: `Bearer ${wrong}` })).status, 401);
  }),
);

test(
  'a site can say itself who is who',
  withLife(async (signal) => {
    const { url } = await startRelay({ RELAY_MINTS_PER_MINUTE: '2' }, signal, {
      authenticate: ({ headers }) => (typeof headers.cookie === 'string' ? headers.cookie : null),
    });
    const status = async (cookie: string): Promise<number> =>
      (await postSession(url, {}, cookie === '' ? {} : { cookie })).status;
    assert.deepEqual([await status(''), await status('user=ada')], [401, 200]);
  }),
);

test(
  'nobody gets more tickets than a person needs',
  withLife(async (signal) => {
    const { url } = await startRelay(
      { RELAY_AUTH_SECRET: SECRET, RELAY_MINTS_PER_MINUTE: '3', RELAY_TRUSTED_PROXIES: '127.0.0.1' },
      signal,
    );
    const ask = async (subject: string, address: string): Promise<Response> =>
      postSession(url, {}, { authorization: `Bearer ${await token(subject)}`, 'x-forwarded-for': address });
    for (let index = 0; index < 3; index += 1) assert.equal((await ask('ada', `192.0.2.${index}`)).status, 200);
    const refused = await ask('ada', '192.0.2.9');
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    for (const subject of ['bob', 'cyd', 'dan']) assert.equal((await ask(subject, '198.51.100.1')).status, 200);
    assert.equal((await ask('eve', '203.0.113.5, 198.51.100.1')).status, 429, 'a forged hop does not make another address');
    const forged = {
      authorization: `Bearer ${await token('fay')}`,
      'x-forwarded-for': '198.51.100.1',
      forwarded: 'for=203.0.113.6',
    };
    assert.equal((await postSession(url, {}, forged)).status, 429, 'the kind that the proxy does not write is not read');
  }),
);

test(
  'of IPv6 a whole network counts as one: it costs nothing to have another address of it',
  withLife(async (signal) => {
    const { url } = await startRelay({ RELAY_MINTS_PER_MINUTE: '2', RELAY_TRUSTED_PROXIES: '127.0.0.1' }, signal);
    const statusFrom = async (address: string): Promise<number> =>
      (await postSession(url, {}, { 'x-forwarded-for': address })).status;
    for (const [status, ...addresses] of [
      [200, '2001:db8::1', '2001:0DB8:0:0:ffff::2'],
      [429, '2001:db8:0:0:1:2:3:4', '2001:db8::ffff:1'],
      [200, '2001:db8:0:1::1', '2001:db8:1::1', 'fe80::1'],
    ] as const)
      for (const address of addresses) assert.equal(await statusFrom(address), status, address);
  }),
);

test(
  'without trusted proxies nobody can say where they come from',
  withLife(async (signal) => {
    const { url } = await startRelay({ RELAY_MINTS_PER_MINUTE: '2' }, signal);
    const statuses = await Promise.all(
      Array.from({ length: 4 }, (_, index) => postSession(url, {}, { 'x-forwarded-for': `192.0.2.${index}` })),
    );
    assert.deepEqual(statuses.map(({ status }) => status).sort(), [200, 200, 429, 429]);
  }),
);

test(
  'one subject may have so many conversations at once, and gets its place back',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_SESSIONS_PER_SUBJECT: '2' }, signal);
    const [first] = [
      await connect((await mintSession(url)).wsUrl, signal),
      await connect((await mintSession(url)).wsUrl, signal),
    ];
    assert.equal((await refusal((await mintSession(url)).wsUrl, signal)).status, 409);
    assert.equal(upstream.dials.all.length, 2, 'no service was dialled for nothing');
    first.socket.close();
    await (
      await upstream.conversations.next()
    ).closed;
    let third = await refusalOrNothing((await mintSession(url)).wsUrl, signal);
    while (third !== undefined) third = await refusalOrNothing((await mintSession(url)).wsUrl, signal);
    assert.equal(upstream.dials.all.length, 3);
  }),
);

async function refusalOrNothing(wsUrl: string, signal: AbortSignal): Promise<number | undefined> {
  return connect(wsUrl, signal).then(
    () => undefined,
    () => 409,
  );
}

test('a relay that would give its keys to everybody does not start', async () => {
  const start = (variables: Record<string, string>): Promise<unknown> => startRelay(variables, AbortSignal.abort());
  await assert.rejects(start({ HOST: '0.0.0.0' }), /HOST: .*RELAY_AUTH_SECRET/);
  await assert.rejects(start({ RELAY_ALLOWED_ORIGINS: '*' }), /RELAY_ALLOWED_ORIGINS: \* would let/);
  await assert.rejects(start({ RELAY_AUTH_SECRET: 'short' }), /RELAY_AUTH_SECRET: must have at least 32/);
});
