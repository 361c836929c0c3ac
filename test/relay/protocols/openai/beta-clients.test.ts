import assert from 'node:assert/strict';
import test from 'node:test';
import { RealtimeClient } from 'openai-realtime-api';
import { WebSocket } from 'ws';
import { openUpstreamServer, type ServedConversation, type UpstreamServer } from '../../../rigs/upstream-server.js';
import { connect, mintSession, refusal, startRelay, withLife, type RelayClient } from '../../../rigs/relay-rig.js';

/** Answers like a service of today: a text turn in speech, or a tool call where the question is about the weather. */
async function converse({ frames, say }: ServedConversation, sent: string[]): Promise<void> {
  let responses = 0;
  let asked = '';
  for (;;) {
    const frame = await frames.next();
    const event = JSON.parse(frame) as { type: string; item?: { type: string; content?: { text: string }[] }; session?: object };
    sent.push(frame);
    if (event.type === 'session.update')
      say({ type: 'session.updated', event_id: 'e', session: { type: 'realtime', ...event.session } });
    if (event.type === 'conversation.item.create') {
      asked = event.item?.content?.[0]?.text ?? 'tool';
      say({
        type: 'conversation.item.added',
        event_id: 'e',
        previous_item_id: null,
        item: { id: `user_${sent.length}`, content: [], ...event.item },
      });
      say({ type: 'conversation.item.done', event_id: 'e', item: { id: `user_${sent.length}`, ...event.item } });
    }
    if (event.type !== 'response.create') continue;
    responses += 1;
    const response_id = `resp_${responses}`;
    const item_id = `item_${responses}`;
    say({ type: 'response.created', event_id: 'e', response: { id: response_id, output: [], output_modalities: ['audio'] } });
    const usesTool = asked === 'weather';
    const item = usesTool
      ? { id: item_id, type: 'function_call', name: 'get_weather', call_id: 'call_1', arguments: '', status: 'in_progress' }
      : { id: item_id, type: 'message', role: 'assistant', content: [], status: 'in_progress' };
    say({ type: 'response.output_item.added', event_id: 'e', response_id, item });
    say({ type: 'conversation.item.added', event_id: 'e', item });
    if (usesTool) {
      say({ type: 'response.function_call_arguments.delta', event_id: 'e', item_id, delta: '{"city":"Oslo"}' });
      say({
        type: 'response.output_item.done',
        event_id: 'e',
        response_id,
        item: { ...item, arguments: '{"city":"Oslo"}', status: 'completed' },
      });
      // The stock client answers at once; a service is not done yet.
      sent.push(await frames.next());
    } else {
      say({ type: 'response.content_part.added', event_id: 'e', item_id, content_index: 0, part: { type: 'audio' } });
      for (const delta of ['Hello', ' there.'])
        say({ type: 'response.output_audio_transcript.delta', event_id: 'e', item_id, content_index: 0, delta });
      say({ type: 'response.output_audio.delta', event_id: 'e', item_id, content_index: 0, delta: 'AAABAAIA' });
      const content = [{ type: 'output_audio', transcript: 'Hello there.' }];
      say({ type: 'response.output_item.done', event_id: 'e', response_id, item: { ...item, content, status: 'completed' } });
    }
    asked = '';
    say({ type: 'response.done', event_id: 'e', response: { id: response_id, status: 'completed', output: [] } });
  }
}

async function talk(client: RealtimeClient, upstream: UpstreamServer): Promise<void> {
  const sent: string[] = [];
  client.updateSession({ instructions: 'Be brief.', turn_detection: null });
  client.addTool(
    { name: 'get_weather', description: 'The weather.', parameters: { type: 'object', properties: {} } },
    ({ city }: { city: string }) => `sunny in ${city}`,
  );
  await client.connect();
  const served = await upstream.conversations.next();
  void converse(served, sent);
  await client.waitForSessionCreated();

  const said = (role: string): Promise<string> =>
    new Promise((resolve) =>
      client.on('conversation.item.completed', ({ item }) => {
        if ('role' in item && item.role === role) resolve(`${item.formatted.transcript}|${item.formatted.audio?.length}`);
      }),
    );
  const first = said('assistant');
  client.sendUserMessageContent([{ type: 'input_text', text: 'Hello' }]);
  assert.equal(await first, 'Hello there.|3');

  const afterTool = said('assistant');
  client.sendUserMessageContent([{ type: 'input_text', text: 'weather' }]);
  assert.equal(await afterTool, 'Hello there.|3');

  const update = sent
    .map((frame) => JSON.parse(frame) as { type: string; session: object })
    .find(({ type }) => type === 'session.update');
  assert.deepEqual(Object.keys(update?.session ?? {}).sort(), [
    'audio',
    'instructions',
    'max_output_tokens',
    'output_modalities',
    'tool_choice',
    'tools',
    'type',
  ]);
  assert.ok(sent.some((frame) => frame.includes('"function_call_output"') && frame.includes('sunny in Oslo')));
  client.disconnect();
}

test(
  'a stock RealtimeClient of 2024 talks to a service of today, as a program',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, OPENAI_REALTIME_MODEL: 'gpt-realtime-2.1' }, signal);
    await talk(new RealtimeClient({ url: `${url.replace('http', 'ws')}/openai/realtime`, apiKey: 'relay-token' }), upstream);
    assert.equal(upstream.dials.all[0]?.url, '/v1/realtime?model=gpt-realtime-2.1');
    assert.equal(upstream.dials.all[0]?.headers['openai-beta'], undefined);
  }),
);

test(
  'and as a page: over sub-protocols, on a ticket of the mission’s own session route',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    class PageSocket extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { origin: 'http://localhost:5173' });
      }
    }
    const place = globalThis as { WebSocket?: unknown };
    place.WebSocket = PageSocket;
    signal.addEventListener('abort', () => delete place.WebSocket, { once: true });
    await talk(
      new RealtimeClient({ url: (await mintSession(url, { model: 'gpt-realtime-2.1', voice: 'alloy' })).wsUrl }),
      upstream,
    );
    assert.equal(upstream.conversations.all[0]?.setup.all[0]?.audio !== undefined, true);
  }),
);

test(
  'a client without a ticket needs a token, and is heard in today’s words unless it says otherwise',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const secret = { RELAY_AUTH_SECRET: 'a-secret-that-is-long-enough-for-hs256', OPENAI_BASE_URL: upstream.baseUrl };
    const { url } = await startRelay(secret, signal);
    const address = `${url.replace('http', 'ws')}/openai/realtime`;
    assert.equal((await refusal(address, signal)).status, 401);
    assert.equal((await refusal(`${address}?token=x`, signal)).status, 400);
    assert.equal(
      (await refusal(address, signal, { protocols: ['realtime', 'openai-insecure-api-key.null', 'openai-beta.realtime-v1'] }))
        .status,
      401,
    );
    assert.equal(upstream.dials.all.length, 0);

    const { url: open } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl }, signal);
    assert.equal((await refusal(`${open.replace('http', 'ws')}/openai/realtime?model=gpt-4o`, signal)).status, 422);
  }),
);

test(
  'padding counts as it came, although nothing of it is passed on',
  withLife(async (signal) => {
    const upstream = await openUpstreamServer({}, signal);
    const { url } = await startRelay({ OPENAI_BASE_URL: upstream.baseUrl, RELAY_EVENT_BYTES_PER_SECOND: '8192' }, signal);
    const joins = async (): Promise<RelayClient> =>
      connect((await mintSession(url)).wsUrl, signal, { protocols: ['realtime', 'openai-beta.realtime-v1'] });
    const padding = 'x'.repeat(120 * 1024);
    const speaker = await joins();
    for (let sent = 0; sent < 3; sent += 1) speaker.send({ type: 'input_audio_buffer.append', audio: 'AAAA', padding });
    assert.equal((await speaker.closed).code, 4429);

    // Wishes that wait for a response to end become one, and are paid for one by one.
    const wisher = await joins();
    const served = upstream.conversations.all.at(-1);
    served?.say({ type: 'response.created', response: { id: 'r', output: [] } });
    assert.match(await wisher.frames.next(), /session\.created/);
    assert.match(await wisher.frames.next(), /response\.created/);
    for (let sent = 0; sent < 3; sent += 1) wisher.send({ type: 'response.create', padding });
    wisher.send({ type: 'input_audio_buffer.clear' });
    assert.match((await served?.frames.next()) ?? '', /input_audio_buffer\.clear/);
    served?.say({ type: 'response.done', response: { id: 'r', output: [] } });
    assert.equal((await wisher.closed).code, 4429);
  }),
);
