import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import test from 'node:test';
import { createMailbox } from '../../rigs/mailbox.js';
import { openUpstreamServer } from '../../rigs/upstream-server.js';
import {
  CANARY_KEY,
  connect,
  mintSession,
  PAGE_ORIGIN,
  postSession,
  refusal,
  startRelay,
  withLife,
} from '../../rigs/relay-rig.js';

const NO_OPENAI = { OPENAI_API_KEY: '' };

test(
  'Azure is dialled at its GA address with a key, and knows transcription by deployment',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay(
      {
        ...NO_OPENAI,
        AZURE_OPENAI_ENDPOINT: upstream.baseUrl.replace(/\/v1$/, ''),
        AZURE_OPENAI_API_KEY: CANARY_KEY,
        AZURE_OPENAI_DEPLOYMENT: 'our-realtime',
        AZURE_OPENAI_TRANSCRIPTION_DEPLOYMENT: 'our-ears',
      },
      signal,
    );
    const session = await mintSession(url);
    assert.equal(session.model, 'our-realtime');
    const client = await connect(session.wsUrl, signal);
    const served = await upstream.conversations.next();
    assert.equal(served.request.url, '/openai/v1/realtime?model=our-realtime');
    assert.equal(served.request.headers['api-key'], CANARY_KEY);
    assert.equal(served.request.headers.authorization, undefined);
    client.send({
      type: 'session.update',
      session: { type: 'realtime', audio: { input: { transcription: { model: 'gpt-transcribe', language: 'en' } } } },
    });
    const { session: sent } = JSON.parse(await served.frames.next()) as {
      session: { audio: { input: { transcription: unknown } } };
    };
    assert.deepEqual(sent.audio.input.transcription, { model: 'our-ears', language: 'en' });
  }),
);

test(
  'Azure takes the Entra token that a command prints',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const azure = { ...NO_OPENAI, AZURE_OPENAI_ENDPOINT: upstream.baseUrl, AZURE_OPENAI_DEPLOYMENT: 'd' };
    const { url } = await startRelay({ ...azure, AZURE_OPENAI_TOKEN_COMMAND: 'echo entra-token' }, signal);
    await connect((await mintSession(url)).wsUrl, signal);
    assert.equal((await upstream.conversations.next()).request.headers.authorization, 'Bearer entra-token');

    const { url: other } = await startRelay({ ...azure, AZURE_OPENAI_TOKEN_COMMAND: 'echo broken secret; exit 1' }, signal);
    assert.equal((await refusal((await mintSession(other)).wsUrl, signal)).status, 502);
  }),
);

test(
  'ElevenLabs gives out an address for one conversation, for the configured agent',
  withLife(async (signal) => {
    const asked = createMailbox<{ url: string; key: unknown }>();
    const answer = JSON.stringify({
      signed_url: 'wss://api.elevenlabs.example/v1/convai/conversation?agent_id=agent_1&conversation_signature=s',
    });
    const service = await openUpstreamServer(
      {
        onRequest: (request, response) => (
          asked.put({ url: request.url ?? '', key: request.headers['xi-api-key'] }),
          response.end(answer)
        ),
      },
      signal,
    );
    const variables = {
      ...NO_OPENAI,
      ELEVENLABS_API_KEY: CANARY_KEY,
      ELEVENLABS_AGENT_ID: 'agent_1',
      ELEVENLABS_ALLOWED_AGENTS: 'agent_2',
      ELEVENLABS_BASE_URL: service.baseUrl,
      RELAY_SIGNED_URLS_PER_DAY: '3',
    };
    const { url } = await startRelay(variables, signal);
    const get = (query = '', origin = PAGE_ORIGIN): Promise<Response> =>
      fetch(`${url}/elevenlabs/signed-url${query}`, { headers: { origin } });

    const response = await get();
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('access-control-allow-origin'), PAGE_ORIGIN);
    const body = (await response.json()) as { signedUrl: string; signed_url: string };
    assert.equal(body.signedUrl, body.signed_url);
    assert.deepEqual(await asked.next(), {
      url: '/v1/v1/convai/conversation/get-signed-url?agent_id=agent_1&include_conversation_id=true',
      key: CANARY_KEY,
    });
    assert.match((await get('?agent_id=agent_2')).url, /agent_2/);
    assert.match((await asked.next()).url, /agent_id=agent_2&/);

    assert.equal((await get('?agent_id=../agent_3%26x=1')).status, 422);
    assert.equal((await get('', 'https://evil.example')).status, 403);
    assert.equal((await get()).status, 402, 'addresses are counted: what is said there cannot be');
    assert.equal(asked.all.length, 2);

    const offered = (await (await fetch(`${url}/voice/providers`)).json()) as { default: string; providers: { id: string }[] };
    assert.deepEqual([offered.default, offered.providers.map(({ id }) => id)], ['elevenlabs', ['elevenlabs']]);
    assert.equal((await postSession(url)).status, 404);
  }),
);

test('what ElevenLabs answers becomes a status of ours, without a word of it', async (context) => {
  const respond = (status: number, body: string) => (_request: unknown, response: ServerResponse) =>
    void response.writeHead(status).end(body);
  const cases: [string, (request: unknown, response: ServerResponse) => void, number][] = [
    ['401', respond(401, CANARY_KEY), 502],
    ['404', respond(404, CANARY_KEY), 502],
    ['429', respond(429, CANARY_KEY), 503],
    ['500', respond(500, CANARY_KEY), 503],
    ['nonsense', respond(200, '{"signed_url":"javascript:alert(1)"}'), 503],
    ['silence', () => undefined, 504],
  ];
  for (const [name, onRequest, status] of cases) {
    await context.test(
      name,
      withLife(async (signal) => {
        const service = await openUpstreamServer({ onRequest }, signal);
        const { url, log } = await startRelay(
          {
            ...NO_OPENAI,
            ELEVENLABS_API_KEY: CANARY_KEY,
            ELEVENLABS_AGENT_ID: 'a',
            ELEVENLABS_BASE_URL: service.baseUrl,
            ...(name === 'silence' && { RELAY_DIAL_TIMEOUT_MS: '200' }),
          },
          signal,
        );
        const response = await fetch(`${url}/elevenlabs/signed-url`);
        assert.equal(response.status, status);
        assert.ok(![await response.text(), ...log.all].join().includes(CANARY_KEY));
      }),
    );
  }
});

test(
  'USE_VOICE_PROVIDER decides who is offered; a refusal names who could be asked instead',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer(
      { onUpgrade: (_request, socket) => (socket.end('HTTP/1.1 503 No\r\n\r\n'), 'handled') },
      signal,
    );
    const keys = { OPENAI_BASE_URL: upstream.baseUrl, ELEVENLABS_API_KEY: 'el', ELEVENLABS_AGENT_ID: 'a' };
    const offered = async (choice: string): Promise<string[]> => {
      const { url } = await startRelay({ ...keys, USE_VOICE_PROVIDER: choice }, signal);
      return ((await (await fetch(`${url}/voice/providers`)).json()) as { providers: { id: string }[] }).providers.map(
        ({ id }) => id,
      );
    };
    assert.deepEqual(
      [await offered('openai'), await offered('elevenlabs'), await offered('both'), await offered('')],
      [['openai'], ['elevenlabs'], ['elevenlabs', 'openai'], ['elevenlabs', 'openai']],
    );
    await assert.rejects(
      startRelay({ USE_VOICE_PROVIDER: 'both' }, signal),
      /ELEVENLABS_API_KEY: must be set, because USE_VOICE_PROVIDER is both/,
    );

    const { url } = await startRelay({ ...keys, USE_VOICE_PROVIDER: 'both' }, signal);
    const refused = await refusal((await mintSession(url)).wsUrl, signal);
    assert.deepEqual((JSON.parse(refused.body) as { alternatives: string[] }).alternatives, ['elevenlabs']);
    assert.equal(upstream.dials.all.length, 2, 'one retry, since nothing was said yet');
  }),
);
