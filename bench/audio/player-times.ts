import { withTimeout } from '../../src/lib/with-timeout.js';
import type { Served, Service } from './service.js';
import { SAMPLE_RATE, type PageNews } from './stage.js';
import type { Passage } from './tap.js';

/** What one answer that is interrupted says of a player, milliseconds. */
export interface Trial {
  readonly toGraphMs: number;
  readonly toSilenceMs: number;
  /** What the player believes was heard, and what a wall clock says, less what left the graph. */
  readonly positionErrorMs?: number;
  readonly clockErrorMs: number;
}

/** One delta of a fast service, and how many of them come at once. */
const DELTA_SECONDS = 0.1;
const DELTAS = 25;
/** Sound that ended so long before the interruption was no answer's end but a gap in it. */
const GAP_MS = 50;
const PATIENCE_MS = 10_000;

/** Loud from its first sample to its last. */
const TONE = Buffer.from(
  Int16Array.from(
    { length: DELTA_SECONDS * SAMPLE_RATE },
    (_, index) => 10_000 * Math.cos((2 * Math.PI * 440 * index) / SAMPLE_RATE),
  ).buffer,
).toString('base64');

interface Told {
  readonly passages: readonly Passage[];
  readonly heardMs: number | undefined;
  readonly clockMs: number;
}

/** `undefined` until everything has come; what the page, its audio thread and its Worker tell has no order. */
function readNews(news: readonly PageNews[], spokenAt: number): Told | undefined {
  const passages = news.flatMap((one) => (one.type === 'passed' ? [one.passage] : []));
  const silenced = news.find((one) => one.type === 'silenced');
  const spoken = news.find((one) => one.type === 'spoken');
  const isOver = passages.some(({ endedAt }) => endedAt > spokenAt - GAP_MS);
  if (!isOver || !silenced || !spoken) return undefined;
  return { passages, heardMs: silenced.heardMs, clockMs: spoken.clockMs };
}

/** Sends an answer, interrupts it after `playedMs`, and waits for what the page tells of it. */
export async function tryPlayer(
  { news }: Service,
  served: Served,
  itemId: string,
  playedMs: number,
  signal: AbortSignal,
): Promise<Trial> {
  const before = news.all.length;
  const sentAt = Date.now();
  for (let delta = 0; delta < DELTAS; delta += 1) served.play(itemId, TONE);
  await new Promise((resolve) => setTimeout(resolve, playedMs));
  const spokenAt = Date.now();
  served.interrupt();

  const told = await withTimeout(PATIENCE_MS, new Error(`${itemId} was not heard to its end`), signal, async () => {
    for (;;) {
      const since = readNews(news.all.slice(before), spokenAt);
      if (since) return since;
      await news.atLeast(news.all.length + 1);
    }
  });
  const { passages, heardMs, clockMs } = told;
  const ms = passages.reduce((sum, passage) => sum + passage.ms, 0);
  return {
    toGraphMs: (passages[0]?.beganAt ?? NaN) - sentAt,
    toSilenceMs: (passages.at(-1)?.endedAt ?? NaN) - spokenAt,
    clockErrorMs: Math.abs(clockMs - ms),
    ...(heardMs === undefined ? {} : { positionErrorMs: Math.abs(heardMs - ms) }),
  };
}
