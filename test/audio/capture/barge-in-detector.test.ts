import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBargeInDetector, STEP_MS } from '../../../src/audio/capture/barge-in-detector.js';

const decibels = (value: number): number => 10 ** (value / 10);

/** Speech as powers of 10 ms: syllables of a quarter of a second, 20 dB deep, and a breath every two seconds. */
function speech(steps: number, loudest: number, seed: number): number[] {
  return Array.from({ length: steps }, (_, step) => {
    if ((step + seed) % 200 > 150) return decibels(-80);
    return decibels(loudest - 10 + 10 * Math.sin((2 * Math.PI * (step + seed * 7)) / 25) + 3 * Math.sin(step * seed));
  });
}

const NOISE = decibels(-65);

describe('barge-in detector', () => {
  it('never takes the agent’s echo at -20 dB for the person, however late it comes', () => {
    for (let seed = 1; seed < 20; seed += 1) {
      for (const delay of [0, 5, 15, 35]) {
        const gate = createBargeInDetector();
        const voice = speech(3000, -8, seed);
        const fired = voice.some((power, step) => gate.update(NOISE + (voice[step - delay] ?? 0) * 0.01, power));
        assert.ok(!fired, `fired at ${delay * STEP_MS} ms`);
      }
    }
  });

  it('hears the person over the agent within 60 ms', () => {
    const gate = createBargeInDetector();
    const voice = speech(400, -12, 3);
    voice.slice(0, 300).forEach((power, step) => gate.update(NOISE + (voice[step - 10] ?? 0) * 0.01, power));
    let steps = 0;
    while (!gate.update(decibels(-22), voice[300 + steps] ?? 0)) assert.ok((steps += 1) < 7, 'too late');
  });

  it('hears nothing in a click, and lets go when the person is silent', () => {
    const gate = createBargeInDetector();
    for (let step = 0; step < 100; step += 1) gate.update(NOISE, 0);
    for (const microphone of [-10, -10, -65, -65, -65]) assert.equal(gate.update(decibels(microphone), 0), false);
    for (let step = 0; step < 20; step += 1) gate.update(decibels(-25), 0);
    assert.equal(gate.update(NOISE, 0), true);
    for (let step = 0; step < 35; step += 1) gate.update(NOISE, 0);
    assert.equal(gate.update(NOISE, 0), false);
  });

  it('gets used to a fan', () => {
    const gate = createBargeInDetector();
    for (let step = 0; step < 1000; step += 1) gate.update(decibels(-40), 0);
    assert.equal(gate.update(decibels(-40), 0), false);
  });
});
