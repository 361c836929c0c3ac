import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PlaybackReport } from '../../../src/audio/playback/playback.messages.js';
import { createPlayout } from '../../../src/audio/playback/playout.js';

const SOURCE = 24_000;
const CONTEXT = 48_000;
const QUANTUM = 128;

function setUp(contextRate = CONTEXT) {
  const reports: PlaybackReport[] = [];
  const playout = createPlayout({ sourceRate: SOURCE, contextRate, report: (report) => reports.push(report) });
  let frame = 0;
  const render = (frames: number): Float32Array => {
    const out = new Float32Array(Math.ceil(frames / QUANTUM) * QUANTUM);
    for (let start = 0; start < out.length; start += QUANTUM) {
      playout.render(out.subarray(start, start + QUANTUM), frame);
      frame += QUANTUM;
    }
    return out;
  };
  return { playout, reports, render, frame: () => frame };
}

/** A slow sine: its value tells where in the item a sample stands. */
function sine(samples: number, hertz = 200, offset = 0): Int16Array {
  return Int16Array.from({ length: samples }, (_, index) =>
    Math.round(16_000 * Math.sin((2 * Math.PI * hertz * (index + offset)) / SOURCE)),
  );
}

describe('playout', () => {
  it('is silent while nothing is queued', () => {
    const { render, reports } = setUp();
    assert.ok(render(4096).every((sample) => sample === 0));
    assert.deepEqual(reports, []);
  });

  for (const contextRate of [48_000, 44_100, 24_000, 16_000]) {
    it(`plays every sample where its mark says, at ${contextRate} Hz`, () => {
      const { playout, render, reports } = setUp(contextRate);
      render(1000);
      playout.append('a', sine(2400));
      playout.append('a', sine(2400, 200, 2400));
      playout.finish('a');
      const heard = render(contextRate / 2);
      const [run, end] = reports;
      assert.ok(run?.type === 'run' && end?.type === 'end' && reports.length === 2);
      assert.equal(run.positionMs, 0);
      assert.equal(end.positionMs, 200);
      assert.ok(Math.abs(end.frame - run.frame - 0.2 * contextRate) < 1);
      const start = run.frame - 1024;
      let worst = 0;
      for (let frame = Math.ceil(start) + 200; frame < start + 0.19 * contextRate; frame += 1) {
        const expected = (16_000 / 32_768) * Math.sin((2 * Math.PI * 200 * (frame - start)) / contextRate);
        worst = Math.max(worst, Math.abs(expected - (heard[frame] ?? 0)));
      }
      assert.ok(worst < 1e-3, `off by ${worst}`);
    });
  }

  it('plays items in the order in which they came, without a seam', () => {
    const { playout, render, reports } = setUp();
    playout.append('a', sine(1000));
    playout.append('b', sine(1000, 200, 1000));
    playout.finish('a');
    playout.finish('b');
    render(8000);
    assert.deepEqual(
      reports.map((report) =>
        report.type === 'run' || report.type === 'end' ? [report.type, report.itemId, report.positionMs] : [],
      ),
      [
        ['run', 'a', 0],
        ['end', 'a', 125 / 3],
        ['run', 'b', 0],
        ['end', 'b', 125 / 3],
      ],
    );
  });

  it('fades out within 5 ms at a flush, reports what was cut, and drops what still comes for it', () => {
    const { playout, render, reports } = setUp();
    playout.append('a', sine(24_000));
    playout.append('b', sine(2400));
    render(4800);
    playout.flush();
    const tail = render(2400);
    const flushed = reports.at(-1);
    const receivedMs = new Map([
      ['a', 1000],
      ['b', 100],
    ]);
    assert.deepEqual(flushed, { type: 'flushed', receivedMs, frame: 4864 + 240 });
    const loudest = (from: number, to: number): number => Math.max(...tail.subarray(from, to).map(Math.abs));
    assert.ok(loudest(0, 60) > 0.1);
    assert.ok(loudest(180, 240) < 0.15);
    assert.equal(loudest(240, 2400), 0);
    for (let index = 1; index < 240; index += 1)
      assert.ok(Math.abs((tail[index] ?? 0) - (tail[index - 1] ?? 0)) < 0.03, 'a click');
    playout.append('a', sine(2400));
    assert.ok(render(4800).every((sample) => sample === 0));
    playout.append('c', sine(2400));
    assert.ok(render(4800).some((sample) => sample !== 0));
  });

  it('reports no flush that cuts nothing', () => {
    const { playout, render, reports } = setUp();
    playout.append('a', sine(480));
    playout.finish('a');
    render(4800);
    reports.length = 0;
    playout.flush();
    render(4800);
    assert.deepEqual(reports, []);
  });

  it('marks where it ran out of audio, and continues where it stopped', () => {
    const { playout, render, reports } = setUp();
    playout.append('a', sine(480));
    render(9600);
    playout.append('a', sine(480));
    playout.finish('a');
    render(9600);
    assert.deepEqual(
      reports.map((report) => (report.type === 'flushed' || report.type === 'closed' ? [] : [report.type, report.positionMs])),
      [
        ['run', 0],
        ['drain', 20],
        ['run', 20],
        ['end', 40],
      ],
    );
  });

  it('ends an item whose sound ran out before anybody knew that it was all', () => {
    const { playout, render, reports } = setUp();
    playout.append('a', sine(480));
    render(9600);
    assert.equal(reports.at(-1)?.type, 'drain');
    playout.finish('a');
    render(QUANTUM);
    const end = reports.at(-1);
    assert.ok(end?.type === 'end' && end.positionMs === 20, JSON.stringify(end));
    assert.ok(end.frame >= 9600 && end.frame < 9600 + 2 * QUANTUM, `${end.frame}`);
  });

  it('goes on at another rate where it left off: nothing is lost, nothing comes twice', () => {
    const before = setUp();
    before.playout.append('gone', sine(2400));
    before.playout.flush();
    before.playout.append('a', sine(4800));
    before.playout.finish('a');
    before.playout.append('b', sine(2400));
    before.playout.duck(0.5);
    before.render(4800);
    const { frame, saved } = before.playout.detach();
    const tail = before.render(4800);
    assert.equal(Math.max(...tail.subarray(frame - before.frame())), 0);
    const [run] = before.reports.filter(({ type }) => type === 'run');
    const heard = run?.type === 'run' ? ((frame - run.frame) / CONTEXT) * 1000 : NaN;

    const after = setUp(16_000);
    after.playout.resume(saved);
    after.playout.append('gone', sine(2400));
    after.playout.append('b', sine(2400));
    after.playout.finish('b');
    const sound = after.render(16_000);
    const marks = after.reports.flatMap((report) =>
      'positionMs' in report ? [[report.type, report.itemId, report.positionMs]] : [],
    );
    assert.deepEqual(marks.slice(1), [
      ['end', 'a', 200],
      ['run', 'b', 0],
      ['end', 'b', 200],
    ]);
    // What was already on its way through the resampler: less than 2 ms.
    const [[type, itemId, position] = []] = marks;
    assert.deepEqual([type, itemId], ['run', 'a']);
    assert.ok(Number(position) >= heard && Number(position) < heard + 2, `${position} after ${heard}`);
    assert.ok(Math.abs(Math.max(...sound) - 0.5 * (16_000 / 32_768)) < 0.01, 'the voice stays lowered');
    assert.deepEqual(saved.flushed, ['gone']);
  });

  it('loses no audio when it ducks for somebody who stops speaking', () => {
    const [calm, ducked] = [setUp(), setUp()];
    const heard = [calm, ducked].map(({ playout, render }, isDucked) => {
      playout.setBargeIn('interrupt');
      playout.append('a', sine(24_000));
      playout.finish('a');
      const parts = [render(9600)];
      if (isDucked) playout.duckWhile(true);
      parts.push(render(14_400));
      playout.duckWhile(false);
      parts.push(render(28_800));
      return parts.flatMap((part) => [...part]);
    });
    const [whole = [], lowered = []] = heard;
    const shares = whole.flatMap((sample, at) => (Math.abs(sample) > 0.1 ? [(lowered[at] ?? 0) / sample] : []));
    assert.ok(Math.min(...shares) > 0.199 && Math.max(...shares) < 1.001, 'a sample is missing');
    assert.ok(shares.filter((share) => share < 0.201).length > 5000, 'it did not duck');
    assert.ok((shares.at(-1) ?? 0) > 0.999, 'the voice did not come back');
    assert.deepEqual(ducked.reports, calm.reports);
  });

  it('lowers the voice and brings it back without a jump', () => {
    const { playout, render } = setUp();
    playout.append(
      'a',
      Int16Array.from({ length: 24_000 }, () => 16_384),
    );
    render(4800);
    playout.duck(0.25);
    const down = render(4800);
    assert.ok(Math.abs((down.at(-1) ?? 0) - 0.125) < 1e-3);
    playout.duck(1);
    const up = render(4800);
    assert.ok(Math.abs((up.at(-1) ?? 0) - 0.5) < 1e-3);
    for (let index = 1; index < up.length; index += 1) assert.ok((up[index] ?? 0) - (up[index - 1] ?? 0) < 0.002);
  });
});
