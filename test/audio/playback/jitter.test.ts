import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createJitter } from '../../../src/audio/playback/jitter.js';

const CHUNK = 20;

/** Chunks of 20 ms at the given times, all of one stream; the backlog is what a player that started at once would have. */
function arrivals(times: readonly number[], backlogMs = 0) {
  const jitter = createJitter();
  times.forEach((at, index) => jitter.arrived(at, CHUNK, backlogMs, index === 0));
  return jitter;
}
const punctual = (count: number): number[] => Array.from({ length: count }, (_, index) => index * CHUNK);

describe('jitter', () => {
  it('wants no sound to wait in a punctual stream, nor in one that runs ahead', () => {
    assert.equal(arrivals(punctual(200)).targetMs, 0);
    assert.equal(arrivals(Array.from({ length: 200 }, (_, index) => index * 2)).targetMs, 0);
  });

  it('does not mind a pause in a stream that is ahead', () => {
    const ahead = Array.from({ length: 200 }, (_, index) => (index < 100 ? index * 2 : 800 + index * 2));
    assert.equal(arrivals(ahead).targetMs, 0);
  });

  it('wants as much to wait as sound is late', () => {
    // A page that is busy 120 ms at a time: what came meanwhile is handed over at once.
    const stalled = punctual(200).map((at) => Math.ceil(at / 120) * 120);
    const { targetMs } = arrivals(stalled);
    assert.ok(targetMs >= 80 && targetMs <= 120, `${targetMs}`);
    assert.equal(arrivals(punctual(200).map((at) => Math.ceil(at / 1000) * 1000)).targetMs, 300);
  });

  it('forgets a bad moment', () => {
    const jitter = arrivals([...punctual(100).map((at) => Math.ceil(at / 200) * 200), ...punctual(300).slice(100)]);
    assert.equal(jitter.targetMs, 0);
  });

  it('finds backlog that a live stream has no use for, once', () => {
    const jitter = arrivals(punctual(160), 250);
    const excess = jitter.takeExcessMs();
    assert.ok(excess > 200 && excess <= 250, `${excess}`);
    assert.equal(jitter.takeExcessMs(), 0);
  });

  it('leaves the backlog of an answer alone that came faster than it is spoken', () => {
    assert.equal(
      arrivals(
        Array.from({ length: 800 }, (_, index) => index * 10),
        4000,
      ).takeExcessMs(),
      0,
    );
  });
});
