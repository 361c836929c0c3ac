import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { PlaybackReport } from '../../../src/audio/playback/playback.messages.js';
import { createPlayout } from '../../../src/audio/playback/playout.js';

const SOURCE = 8000;
const CONTEXT = 16_000;
const QUANTUM = 128;
const CHUNK_MS = 20;
const HOUR_MS = 3_600_000;

/** A repeatable number from 0 to 1. */
function createRandom(): () => number {
  let seed = 42;
  return () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
}

it('keeps the delay of an hour of live sound bounded, and the position right, over a network that stalls', () => {
  const random = createRandom();
  let played = 0;
  let frameOfMark = 0;
  let gaps = 0;
  const report = (mark: PlaybackReport): void => {
    if (mark.type === 'flushed' || mark.type === 'closed') return;
    // What is said to be played never runs ahead of time, and never goes back.
    const sample = (mark.positionMs / 1000) * SOURCE;
    const slack = sample - played - (mark.frame - frameOfMark) * (SOURCE / CONTEXT);
    assert.ok(sample >= played - 1e-6 && (mark.type === 'run' || slack < 1), `${mark.type} at ${sample}`);
    if (mark.type === 'drain') gaps += 1;
    played = sample;
    frameOfMark = mark.frame;
  };
  const playout = createPlayout({ sourceRate: SOURCE, contextRate: CONTEXT, report });
  const voice = Int16Array.from({ length: SOURCE }, (_, index) =>
    Math.round(9000 * Math.sin((2 * Math.PI * 125 * index) / SOURCE)),
  );
  const chunkSamples = (CHUNK_MS / 1000) * SOURCE;
  const out = new Float32Array(QUANTUM);

  let sent = 0;
  let stalledUntil = 0;
  let worstDelayMs = 0;
  const delays: number[] = [];
  for (let frame = 0; frame < (HOUR_MS / 1000) * CONTEXT; frame += QUANTUM) {
    const nowMs = (frame / CONTEXT) * 1000;
    // About once in ten seconds the network holds everything back for up to a second.
    if (nowMs > stalledUntil && random() < QUANTUM / CONTEXT / 10) stalledUntil = nowMs + random() * 1000;
    while (nowMs >= stalledUntil && sent * CHUNK_MS <= nowMs) {
      const start = (sent * chunkSamples) % SOURCE;
      playout.append('a', voice.slice(start, start + chunkSamples));
      sent += 1;
    }
    playout.render(out, frame);
    if (frame % (QUANTUM * 125) !== 0) continue;
    const playing = played + (frame - frameOfMark) * (SOURCE / CONTEXT);
    const delayMs = nowMs - (playing / SOURCE) * 1000;
    delays.push(delayMs);
    worstDelayMs = Math.max(worstDelayMs, delayMs);
  }
  delays.sort((a, b) => a - b);
  const median = delays[delays.length >> 1] ?? Infinity;
  assert.ok(gaps > 50, 'the network did not stall');
  assert.ok(median < 350, `median delay ${median} ms`);
  assert.ok(worstDelayMs < 3000, `worst delay ${worstDelayMs} ms`);
});
