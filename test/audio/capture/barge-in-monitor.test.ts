import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { duckers } from '../../../src/audio/playback/ducker.js';
import { createBargeInMonitor } from '../../../src/audio/capture/barge-in-monitor.js';

const RATE = 48_000;
const block = (amplitude: number): Float32Array => new Float32Array(128).map((_, index) => amplitude * Math.sin(index / 3));

describe('barge-in monitor', () => {
  afterEach(() => duckers.clear());

  it('makes the agent yield to the person and to nobody else', () => {
    const told: boolean[] = [];
    duckers.add({ power: 0.01, duckWhile: (speaking) => told.push(speaking) });
    const listener = createBargeInMonitor(RATE);
    for (let quantum = 0; quantum < 400; quantum += 1) listener.process(block(0.014));
    assert.deepEqual(told, [], 'its own echo at -20 dB');
    for (let quantum = 0; quantum < 40; quantum += 1) listener.process(block(0.2));
    assert.deepEqual(told, [true]);
    for (let quantum = 0; quantum < 200; quantum += 1) listener.process(block(0.0001));
    assert.deepEqual(told, [true, false]);
  });

  it('gives the agent its voice back when the microphone is muted', () => {
    const told: boolean[] = [];
    duckers.add({ power: 0, duckWhile: (speaking) => told.push(speaking) });
    const listener = createBargeInMonitor(RATE);
    for (let quantum = 0; quantum < 100; quantum += 1) listener.process(block(0.2));
    listener.reset();
    listener.reset();
    assert.deepEqual(told, [true, false]);
  });
});
