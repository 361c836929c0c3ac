import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPlayoutPositions } from '../../../src/audio/playback/playout-positions.js';

const SOURCE = 24_000;
const CONTEXT = 48_000;
const frames = (ms: number): number => (ms * CONTEXT) / 1000;
const samples = (ms: number): number => (ms * SOURCE) / 1000;
/** 200 ms of each item. */
const received = (...itemIds: readonly string[]) => new Map(itemIds.map((itemId) => [itemId, samples(200)]));

describe('heard positions', () => {
  it('tells the start, the progress every 100 ms and the end of an item', () => {
    const positions = createPlayoutPositions(SOURCE, CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: frames(50), sample: 0 });
    positions.addMark({ type: 'end', itemId: 'a', frame: frames(350), sample: samples(300) });
    const events = [];
    for (let frame = positions.nextFrame(); frame !== undefined; frame = positions.nextFrame())
      events.push(...positions.advance(frame));
    assert.deepEqual(events, [
      { type: 'playback-started', itemId: 'a' },
      { type: 'playback-progress', itemId: 'a', heardMs: 100 },
      { type: 'playback-progress', itemId: 'a', heardMs: 200 },
      { type: 'playback-ended', itemId: 'a', heardMs: 300 },
    ]);
  });

  it('counts no gap as heard', () => {
    const positions = createPlayoutPositions(SOURCE, CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, sample: 0 });
    positions.addMark({ type: 'gap', itemId: 'a', frame: frames(80), sample: samples(80) });
    positions.addMark({ type: 'run', itemId: 'a', frame: frames(500), sample: samples(80) });
    assert.deepEqual(positions.advance(frames(400)), [{ type: 'playback-started', itemId: 'a' }]);
    assert.deepEqual(positions.advance(frames(500)), [{ type: 'playback-starved', itemId: 'a', gapMs: 420 }]);
    assert.deepEqual(positions.flush(received('a'), frames(510)), [
      { type: 'playback-flushed', itemId: 'a', heardMs: 90, receivedMs: 200 },
    ]);
    assert.equal(positions.nextFrame(), undefined);
  });

  it('says of a cut item how much of it will have been heard, and nothing of one that never began', () => {
    const positions = createPlayoutPositions(SOURCE, CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, sample: 0 });
    assert.deepEqual(positions.flush(received('a', 'b'), frames(40)), [
      { type: 'playback-started', itemId: 'a' },
      { type: 'playback-flushed', itemId: 'a', heardMs: 40, receivedMs: 200 },
      { type: 'playback-flushed', itemId: 'b', heardMs: 0, receivedMs: 200 },
    ]);
  });

  it('goes on in another context where it stopped, and calls what was between a gap', () => {
    const positions = createPlayoutPositions(SOURCE, CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: frames(50), sample: 0 });
    assert.deepEqual(positions.move(frames(150), 8000, 16_000), [
      { type: 'playback-started', itemId: 'a' },
      { type: 'playback-progress', itemId: 'a', heardMs: 100 },
    ]);
    // Meanwhile nothing more is heard.
    assert.deepEqual(positions.advance(8100), []);
    positions.addMark({ type: 'run', itemId: 'a', frame: 8640, sample: samples(101) });
    assert.deepEqual(positions.advance(8640), [{ type: 'playback-starved', itemId: 'a', gapMs: 40 }]);
    assert.deepEqual(positions.flush(received('a'), 8640 + 16 * 20), [
      { type: 'playback-flushed', itemId: 'a', heardMs: 121, receivedMs: 200 },
    ]);
  });

  it('knows how much was heard of an item that is cut between two contexts', () => {
    const positions = createPlayoutPositions(SOURCE, CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, sample: 0 });
    positions.move(frames(60), 0, 16_000);
    assert.deepEqual(positions.flush(received('a'), 100), [
      { type: 'playback-flushed', itemId: 'a', heardMs: 60, receivedMs: 200 },
    ]);
  });

  it('lets an item end that had only its last breath to give at the cut', () => {
    const positions = createPlayoutPositions(SOURCE, CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, sample: 0 });
    positions.addMark({ type: 'end', itemId: 'a', frame: frames(101), sample: samples(101) });
    const events = positions.flush(received('b'), frames(100));
    assert.deepEqual(events.at(-1), { type: 'playback-ended', itemId: 'a', heardMs: 101 });
    assert.deepEqual(
      events.filter(({ type }) => type === 'playback-flushed'),
      [{ type: 'playback-flushed', itemId: 'b', heardMs: 0, receivedMs: 200 }],
    );
  });
});
