import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPlayoutPositions } from '../../../src/audio/playback/playout-positions.js';

const CONTEXT = 48_000;
const frames = (ms: number): number => (ms * CONTEXT) / 1000;
/** 200 ms of each item. */
const received = (...itemIds: readonly string[]) => new Map(itemIds.map((itemId) => [itemId, 200]));

describe('playout positions', () => {
  it('reports the start, the progress every 100 ms and the end of an item', () => {
    const positions = createPlayoutPositions(CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: frames(50), positionMs: 0 });
    positions.addMark({ type: 'end', itemId: 'a', frame: frames(350), positionMs: 300 });
    const events = [];
    for (let frame = positions.nextEventFrame(); frame !== undefined; frame = positions.nextEventFrame())
      events.push(...positions.advance(frame));
    assert.deepEqual(events, [
      { type: 'playback-started', itemId: 'a' },
      { type: 'playback-progress', itemId: 'a', heardMs: 100 },
      { type: 'playback-progress', itemId: 'a', heardMs: 200 },
      { type: 'playback-ended', itemId: 'a', heardMs: 300 },
    ]);
  });

  it('counts no gap as heard', () => {
    const positions = createPlayoutPositions(CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, positionMs: 0 });
    positions.addMark({ type: 'gap', itemId: 'a', frame: frames(80), positionMs: 80 });
    positions.addMark({ type: 'run', itemId: 'a', frame: frames(500), positionMs: 80 });
    assert.deepEqual(positions.advance(frames(400)), [{ type: 'playback-started', itemId: 'a' }]);
    assert.deepEqual(positions.advance(frames(500)), [{ type: 'playback-starved', itemId: 'a', gapMs: 420 }]);
    assert.deepEqual(positions.flush(received('a'), frames(510)), [
      { type: 'playback-flushed', itemId: 'a', heardMs: 90, receivedMs: 200 },
    ]);
    assert.equal(positions.nextEventFrame(), undefined);
  });

  it('reports how much of a flushed item will have been heard, and zero for one that never began', () => {
    const positions = createPlayoutPositions(CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, positionMs: 0 });
    assert.deepEqual(positions.flush(received('a', 'b'), frames(40)), [
      { type: 'playback-started', itemId: 'a' },
      { type: 'playback-flushed', itemId: 'a', heardMs: 40, receivedMs: 200 },
      { type: 'playback-flushed', itemId: 'b', heardMs: 0, receivedMs: 200 },
    ]);
  });

  it('continues in another context where it stopped, and reports the time between as a gap', () => {
    const positions = createPlayoutPositions(CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: frames(50), positionMs: 0 });
    assert.deepEqual(positions.move(frames(150), 8000, 16_000), [
      { type: 'playback-started', itemId: 'a' },
      { type: 'playback-progress', itemId: 'a', heardMs: 100 },
    ]);
    // Meanwhile nothing more is heard.
    assert.deepEqual(positions.advance(8100), []);
    positions.addMark({ type: 'run', itemId: 'a', frame: 8640, positionMs: 101 });
    assert.deepEqual(positions.advance(8640), [{ type: 'playback-starved', itemId: 'a', gapMs: 40 }]);
    assert.deepEqual(positions.flush(received('a'), 8640 + 16 * 20), [
      { type: 'playback-flushed', itemId: 'a', heardMs: 121, receivedMs: 200 },
    ]);
  });

  it('knows how much was heard of an item that is cut between two contexts', () => {
    const positions = createPlayoutPositions(CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, positionMs: 0 });
    positions.move(frames(60), 0, 16_000);
    assert.deepEqual(positions.flush(received('a'), 100), [
      { type: 'playback-flushed', itemId: 'a', heardMs: 60, receivedMs: 200 },
    ]);
  });

  it('ends an item whose last samples were on their way at the flush', () => {
    const positions = createPlayoutPositions(CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, positionMs: 0 });
    positions.addMark({ type: 'end', itemId: 'a', frame: frames(101), positionMs: 101 });
    const events = positions.flush(received('b'), frames(100));
    assert.deepEqual(events.at(-1), { type: 'playback-ended', itemId: 'a', heardMs: 101 });
    assert.deepEqual(
      events.filter(({ type }) => type === 'playback-flushed'),
      [{ type: 'playback-flushed', itemId: 'b', heardMs: 0, receivedMs: 200 }],
    );
  });

  it('reports once that an item drained, unless its end is known by then', () => {
    const positions = createPlayoutPositions(CONTEXT);
    positions.addMark({ type: 'run', itemId: 'a', frame: 0, positionMs: 0 });
    positions.addMark({ type: 'drain', itemId: 'a', frame: frames(50), positionMs: 50 });
    assert.deepEqual(positions.advance(frames(60)), [
      { type: 'playback-started', itemId: 'a' },
      { type: 'playback-drained', itemId: 'a', heardMs: 50 },
    ]);
    positions.addMark({ type: 'drain', itemId: 'a', frame: frames(70), positionMs: 50 });
    assert.deepEqual(positions.advance(frames(80)), []);
    positions.addMark({ type: 'run', itemId: 'a', frame: frames(90), positionMs: 50 });
    positions.addMark({ type: 'drain', itemId: 'a', frame: frames(190), positionMs: 150 });
    positions.addMark({ type: 'end', itemId: 'a', frame: frames(195), positionMs: 150 });
    assert.deepEqual(positions.advance(frames(195)), [
      { type: 'playback-starved', itemId: 'a', gapMs: 40 },
      { type: 'playback-ended', itemId: 'a', heardMs: 150 },
    ]);
  });
});
