import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPlaylist } from '../../../src/audio/playback/playlist.js';
import { createSourceStream } from '../../../src/audio/playback/source-stream.js';

const RATE = 24_000;

/** A voice: 120 Hz with overtones, so that a seam in the wrong place shows. */
function voice(samples: number, offset = 0): Int16Array {
  return Int16Array.from({ length: samples }, (_, index) => {
    const phase = (2 * Math.PI * 120 * (index + offset)) / RATE;
    return Math.round(8000 * (Math.sin(phase) + 0.5 * Math.sin(2 * phase + 1) + 0.3 * Math.sin(5 * phase)));
  });
}

function setUp() {
  const playlist = createPlaylist(RATE * 60);
  const marks: [string, number, number][] = [];
  let filled = 0;
  const stream = createSourceStream(playlist, RATE, (type, _itemId, sample, offset) =>
    marks.push([type, sample, filled + offset]),
  );
  const fill = (count: number): Float32Array => {
    const out = new Float32Array(count);
    for (let start = 0; start < count; start += 16) {
      stream.tryStart(true);
      stream.fill(out.subarray(start, start + 16));
      filled += 16;
    }
    return out;
  };
  return { playlist, stream, marks, fill };
}

/** The largest step between neighbours. */
function roughest(sound: Float32Array): number {
  let worst = 0;
  for (let index = 1; index < sound.length; index += 1)
    worst = Math.max(worst, Math.abs((sound[index] ?? 0) - (sound[index - 1] ?? 0)));
  return worst;
}

describe('source stream', () => {
  it('plays a quarter faster at most when it hurries, without a seam, and knows where it is', () => {
    const { playlist, stream, marks, fill } = setUp();
    playlist.append('a', voice(RATE * 2));
    const calm = roughest(fill(4800));
    stream.accelerate(RATE * 0.3);
    const hurried = fill(RATE);
    assert.ok(roughest(hurried) < calm * 1.1, 'a seam');
    const skipped = playlist.position - 4800 - RATE;
    assert.ok(skipped > RATE * 0.1 && skipped < RATE * 0.25, `${skipped}`);
    // Every mark stands on the line from the one before, plus a whole period that was left out.
    const runs = marks.filter(([type]) => type === 'run');
    for (let index = 1; index < runs.length; index += 1) {
      const [, sample, at] = runs[index] ?? ['', 0, 0];
      const [, before, since] = runs[index - 1] ?? ['', 0, 0];
      const left = sample - before - (at - since);
      assert.ok(Math.abs(left - Math.round(left / 200) * 200) <= 2, `${left}`);
    }
  });

  it('stops hurrying when it has caught up', () => {
    const { playlist, stream, fill } = setUp();
    playlist.append('a', voice(RATE * 2));
    stream.accelerate(300);
    fill(RATE);
    assert.ok(Math.abs(playlist.position - RATE - 400) < 250, `${playlist.position - RATE}`);
  });

  it('does not cut what does not repeat itself', () => {
    const { playlist, stream, fill } = setUp();
    let seed = 1;
    playlist.append(
      'a',
      Int16Array.from({ length: RATE * 2 }, () => ((seed = (seed * 16_807) % 2_147_483_647) % 20_000) - 10_000),
    );
    stream.accelerate(RATE);
    fill(RATE);
    assert.equal(playlist.position, RATE);
  });

  it('lets the voice die away where sound is missing, and come back without a click', () => {
    const { playlist, marks, fill } = setUp();
    playlist.append('a', voice(4810));
    const before = fill(4800);
    const gap = fill(2400);
    playlist.append('a', voice(4800, 4810));
    const after = fill(2400);
    const whole = Float32Array.from([...before, ...gap, ...after]);
    assert.ok(roughest(whole) < roughest(before) * 1.3, `${roughest(whole)} ${roughest(before)}`);
    assert.ok(Math.max(...gap.subarray(10, 300)) > 0.2, 'no concealment');
    assert.equal(Math.max(...gap.subarray(800)), 0);
    assert.deepEqual(
      marks.map(([type, sample]) => [type, sample]),
      [
        ['run', 0],
        ['drain', 4810],
        ['run', 4810],
      ],
    );
  });

  it('waits until it is due, unless all is there', () => {
    const { playlist, stream } = setUp();
    playlist.append('a', voice(480));
    assert.equal(stream.tryStart(false), false);
    playlist.finish('a');
    assert.equal(stream.tryStart(false), true);
  });
});
