import assert from 'node:assert/strict';
import test from 'node:test';
import { addProvider, findProvider, PROVIDERS } from '../../src/providers/registry.js';
import scripted from '../../src/providers/scripted/index.js';
import { testProviderContract, type Samples } from '../rigs/provider-contract.js';
import { GA_FRAMES } from './openai/ga-frames.js';

const SCRIPTED: Samples = {
  frames: [
    { event: { type: 'session-created', sessionId: 's' } },
    { event: { type: 'agent-audio', itemId: 'i1', contentIndex: 0, durationMs: 0.0625 }, audio: 'AAAA' },
  ],
};
const loadScripted = () => Promise.resolve({ default: scripted });

/** Every provider that is built in has to bring its samples. */
const SAMPLES: Readonly<Record<string, Samples>> = { openai: { frames: GA_FRAMES } };

for (const [id, load] of Object.entries(PROVIDERS)) {
  const samples = SAMPLES[id];
  assert.ok(samples, `${id} has samples`);
  testProviderContract(id, load, samples);
}
testProviderContract('scripted', loadScripted, SCRIPTED);

test('the registry knows its ids and nothing else, until one is added', () => {
  assert.ok(findProvider('openai'));
  assert.equal(findProvider('toString'), undefined);
  assert.equal(findProvider('acme'), undefined);
  addProvider('acme', loadScripted);
  assert.equal(findProvider('acme'), loadScripted);
  delete PROVIDERS['acme'];
});
