import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSpeechSynthesiser } from '../../../src/local/engines/speech-synthesis.js';
import { VOICES } from '../../../src/local/engines/synthesis.messages.js';

const SAMPLES_PER_MS = 24;

describe('the speech synthesiser', () => {
  it('begins to speak at once, in every voice', async () => {
    const synthesiser = await openSpeechSynthesiser();
    for (const voice of VOICES) {
      const sound = new Int16Array(synthesiser.synthesise({ text: 'Please come in.', voice, speed: 1 }).buffer);
      const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      const silentMs = sound.findIndex((sample) => Math.abs(sample) > peak / 100) / SAMPLES_PER_MS;
      assert.ok(silentMs < 30, `${voice} is silent for ${silentMs} ms`);
      assert.ok(sound.length > 500 * SAMPLES_PER_MS, `${voice} says all of it`);
    }
  });

  it('says nothing where there is nothing to say', async () => {
    const synthesiser = await openSpeechSynthesiser();
    assert.equal(synthesiser.synthesise({ text: ' … !', voice: 'rms', speed: 1 }).length, 0);
  });
});
