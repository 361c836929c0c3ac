import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VOICE_NAMES } from '../../../../../src/local/index.js';
import { createLocalUpstream } from '../../../../../src/relay/protocols/openai/upstreams/local-upstream.js';

test('the agent inside offers its voices and those of OpenAI that it stands in for, and no others', async () => {
  const { offer, choose } = createLocalUpstream({
    loading: new Promise(() => undefined),
    voices: VOICE_NAMES,
    session: undefined,
    timeoutMs: 1,
  });
  assert.equal(offer.defaultVoice, 'rms');
  assert.ok(['rms', 'slt', 'awb', 'kal16', 'marin', 'alloy'].every((voice) => offer.voices.includes(voice)));
  assert.deepEqual(choose({ model: 'gpt-realtime-2.1', voice: 'marin' }), { model: 'local-agent', voice: 'marin' });
  assert.deepEqual(choose({}), { model: 'local-agent', voice: 'rms' });
  assert.throws(() => choose({ voice: 'nobody' }), { code: 'model-refused', message: /rms, slt/ });
});
