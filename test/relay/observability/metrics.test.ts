import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { createMetrics } from '../../../src/relay/observability/metrics.js';
import { besiege, converse } from '../../rigs/attacks/attack-rig.js';
import { PAGE_ORIGIN, withLife } from '../../rigs/relay-rig.js';

const APPEND = '{"type":"input_audio_buffer.append","audio":"AAAA"}';
const usage = {
  total_tokens: 2000,
  input_tokens: 1000,
  output_tokens: 1000,
  input_token_details: { audio_tokens: 1000 },
  output_token_details: { audio_tokens: 1000 },
};

test(
  'one conversation, one refusal of each kind and one signed address leave every figure that is promised',
  withLife(async (signal) => {
    const variables = { ELEVENLABS_API_KEY: 'el', ELEVENLABS_AGENT_ID: 'a', USE_VOICE_PROVIDER: 'both' };
    const signs = await besiege(signal, {
      behaviour: {
        onRequest: (_request, response) => void response.end('{"signed_url":"wss://api.elevenlabs.io/v1/convai/conversation"}'),
      },
    });
    const siege = await besiege(signal, { variables: { ...variables, ELEVENLABS_BASE_URL: signs.upstream.baseUrl } });
    const { client, served } = await converse(siege);
    assert.equal(await siege.metric('voice_agent_sessions'), 1);

    for (let chunk = 0; chunk < 150; chunk += 1) client.socket.send(APPEND);
    await served.frames.atLeast(150);
    client.send({ type: 'custom.event' });
    served.say({ type: 'input_audio_buffer.speech_stopped' });
    served.say({ type: 'conversation.item.input_audio_transcription.delta', delta: 'what they said' });
    served.say({ type: 'response.created', response: { id: 'r' } });
    for (let chunk = 0; chunk < 150; chunk += 1) served.say({ type: 'response.output_audio.delta', delta: 'AAAA' });
    served.say({ type: 'response.done', response: { id: 'r', output: [], usage } });
    served.say({ type: 'error', error: { code: 'server_error', message: 'It is late.' } });
    served.say({ type: 'error', error: { type: 'words', code: 'of a service', message: 'Who knows.' } });
    await client.frames.atLeast(157);
    client.socket.close();
    await siege.records.next();
    await siege.refused(siege.socketUrl('unknown'));
    await siege.post({ model: 'unknown' });
    await siege.ask('/elevenlabs/signed-url', { headers: { origin: PAGE_ORIGIN } });

    const exactly: Record<string, number> = {
      sessions: 0,
      'frames_total{from="client"}': 151,
      'sessions_ended_total{served="openai",by="client",code="none"}': 1,
      session_seconds_count: 1,
      'refusals_total{where="http",code="model-refused"}': 1,
      'refusals_total{where="upgrade",code="session-unknown"}': 1,
      'refusals_total{where="frame",code="policy-violation"}': 1,
      'upstream_errors_total{code="server_error"}': 1,
      'upstream_errors_total{code="other"}': 1,
      signed_urls_total: 1,
      'dial_seconds_count{outcome="ok"}': 1,
      answer_seconds_count: 1,
      // One frame in a hundred, each way.
      added_seconds_count: 2,
      'tokens_total{kind="inputAudio"}': 1000,
      'tokens_total{kind="outputAudio"}': 1000,
      cost_usd_total: 0.096,
    };
    for (const [name, value] of Object.entries(exactly)) assert.equal(await siege.metric(`voice_agent_${name}`), value, name);
    assert.ok((await siege.metric('voice_agent_frames_total{from="upstream"}')) >= 155);
    assert.ok((await siege.metric('voice_agent_process_start_time_seconds')) > 1e9, 'since when it is up');
    assert.ok((await siege.metric('voice_agent_answer_seconds_sum')) > 0);
  }),
);

test('the dashboard shows everything of ours that is measured, and nothing else', async () => {
  const metrics = await createMetrics(() => 0).registry.getMetricsAsJSON();
  const names = new Set(metrics.map(({ name }) => name));
  const dashboard = await readFile(new URL('../../../deploy/grafana/voice-agent.json', import.meta.url), 'utf8');
  const shown = new Set([...dashboard.matchAll(/voice_agent_\w+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, '')));
  for (const name of shown) assert.ok(names.has(name), name);
  for (const name of names) if (!/^voice_agent_(nodejs|process)_/.test(name)) assert.ok(shown.has(name), `${name} is not shown`);
});
