import assert from 'node:assert/strict';
import test from 'node:test';
import { isProviderId, PROVIDER_IDS, PROVIDERS } from '../../src/providers/registry.js';
import { testProviderContract, type Samples } from '../rigs/provider-contract.js';
import { GA_FRAMES } from './openai/ga-frames.js';

const SAMPLES: Readonly<Record<keyof typeof PROVIDERS, Samples>> = {
  openai: { frames: GA_FRAMES },
  scripted: {
    frames: [
      { event: { type: 'session-created', sessionId: 's' } },
      { event: { type: 'agent-audio', itemId: 'i1', contentIndex: 0, durationMs: 20 }, sound: 'AAAA' },
    ],
  },
};

for (const [id, load] of Object.entries(PROVIDERS)) if (isProviderId(id)) testProviderContract(id, load, SAMPLES[id]);

test('the registry knows its ids and nothing else', () => {
  assert.deepEqual(PROVIDER_IDS, Object.keys(PROVIDERS));
  assert.equal(isProviderId('openai'), true);
  assert.equal(isProviderId('toString'), false);
});
