import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from '../../rigs/fast-check.js';
import { createPlayoutPositions } from '../../../src/audio/playback/playout-positions.js';
import { createPlayout, type Playout } from '../../../src/audio/playback/playout.js';
import type { PlaybackEvent } from '../../../src/spec/voice-event.js';

const SOURCE = 24_000;
const CONTEXT = 48_000;
const QUANTUM = 128;
const sound = (ms: number): Int16Array => new Int16Array((ms * SOURCE) / 1000).fill(1000);

/** A playout whose every frame is heard at once, and what is told of it. */
function setUp() {
  const positions = createPlayoutPositions(CONTEXT);
  const events: PlaybackEvent[] = [];
  const playout = createPlayout({
    sourceRate: SOURCE,
    contextRate: CONTEXT,
    report(report) {
      if (report.type === 'flushed') events.push(...positions.flush(report.receivedMs, report.frame));
      else if (report.type !== 'closed') positions.addMark(report);
    },
  });
  let frame = 0;
  const render = (ms: number): void => {
    for (const until = frame + (ms * CONTEXT) / 1000; frame < until; frame += QUANTUM) {
      playout.render(new Float32Array(QUANTUM), frame);
      events.push(...positions.advance(frame));
    }
  };
  return { playout, events, render };
}

function told(events: readonly PlaybackEvent[], ...types: readonly PlaybackEvent['type'][]): unknown[] {
  return events.flatMap((event) => {
    if (!types.includes(event.type)) return [];
    return [[event.type, event.itemId, ...('heardMs' in event ? [Math.round(event.heardMs)] : [])]];
  });
}

type Act = { readonly itemId: string; readonly ms: number } | { readonly finish: string } | { readonly renderMs: number };

const itemId = fc.constantFrom('a', 'b', 'c');
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ itemId, ms: fc.integer({ min: 1, max: 150 }) }) },
  { weight: 1, arbitrary: fc.record({ finish: itemId }) },
  { weight: 3, arbitrary: fc.record({ renderMs: fc.integer({ min: 1, max: 200 }) }) },
);

/** Does all of it, but sends no sound after an item's end. Returns the milliseconds that came of each item. */
function perform(acts: readonly Act[], playout: Playout, render: (ms: number) => void): Map<string, number> {
  const received = new Map<string, number>();
  const finished = new Set<string>();
  for (const one of acts) {
    if ('renderMs' in one) render(one.renderMs);
    else if ('finish' in one) {
      finished.add(one.finish);
      playout.finish(one.finish);
    } else if (!finished.has(one.itemId)) {
      received.set(one.itemId, (received.get(one.itemId) ?? 0) + one.ms);
      playout.append(one.itemId, sound(one.ms));
    }
  }
  return received;
}

describe('items whose sound comes in turns', () => {
  it('goes on with an item where it stopped when another one’s turn came', () => {
    const { playout, events, render } = setUp();
    playout.append('a', sound(200));
    playout.append('b', sound(100));
    render(250);
    playout.append('a', sound(300));
    playout.finish('b');
    render(300);
    playout.flush();
    assert.deepEqual(told(events, 'playback-started', 'playback-ended', 'playback-starved'), [
      ['playback-started', 'a'],
      ['playback-started', 'b'],
      ['playback-ended', 'b', 100],
    ]);
    const [cut] = told(events, 'playback-flushed') as [string, string, number][];
    assert.ok(cut && cut[2] > 430 && cut[2] < 460, `${cut?.[2]} ms`);
    assert.equal(events.filter(({ type }) => type === 'playback-flushed').length, 1);
  });

  it('ends an item behind another one’s back as soon as it is known to be over', () => {
    const { playout, events, render } = setUp();
    playout.append('a', sound(100));
    playout.append('b', sound(300));
    render(200);
    playout.finish('a');
    render(100);
    assert.deepEqual(told(events, 'playback-started', 'playback-ended'), [
      ['playback-started', 'a'],
      ['playback-started', 'b'],
      ['playback-ended', 'a', 100],
    ]);
  });

  it('says of each item what was heard of it when they are cut', () => {
    const { playout, events, render } = setUp();
    playout.append('a', sound(100));
    playout.append('b', sound(300));
    playout.append('c', sound(300));
    render(200);
    playout.flush();
    const heard = new Map(events.flatMap((event) => (event.type === 'playback-flushed' ? [[event.itemId, event]] : [])));
    assert.deepEqual(
      [...heard.values()].map(({ receivedMs }) => receivedMs),
      [100, 300, 300],
    );
    assert.equal(heard.get('a')?.heardMs, 100);
    assert.ok(Math.abs((heard.get('b')?.heardMs ?? 0) - 105) < 10);
    assert.equal(heard.get('c')?.heardMs, 0);
  });

  it('begins the next item at once, though the voice of one that was late is still dying away', () => {
    const { playout, events, render } = setUp();
    playout.append('a', sound(20));
    render(19);
    playout.append('b', sound(1));
    render(1);
    playout.flush();
    assert.deepEqual(told(events, 'playback-flushed'), [
      ['playback-flushed', 'a', 20],
      ['playback-flushed', 'b', 1],
    ]);
  });

  it('begins and ends each once, never goes back, and never says more than came', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), fc.boolean(), (acts, isCut) => {
        const { playout, events, render } = setUp();
        const received = perform(acts, playout, render);
        if (isCut) playout.flush();
        else for (const id of received.keys()) playout.finish(id);
        render(3000);
        const reached = new Map<string, number>();
        for (const event of events) {
          if (!('heardMs' in event)) continue;
          assert.ok(event.heardMs >= (reached.get(event.itemId) ?? 0), 'went back');
          assert.ok(event.heardMs <= (received.get(event.itemId) ?? 0) + 1e-6, 'more than came');
          reached.set(event.itemId, event.heardMs);
        }
        for (const [id, ms] of received) {
          const ends = events.filter((event) => event.itemId === id && /ended|flushed/.test(event.type));
          assert.equal(ends.length, 1);
          if (ends[0]?.type === 'playback-ended') assert.ok(Math.abs(ends[0].heardMs - ms) < 1e-6);
          else assert.ok(isCut, 'cut by nobody');
          assert.ok(events.filter((event) => event.itemId === id && event.type === 'playback-started').length <= 1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
