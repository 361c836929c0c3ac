/** What the arrival of sound says about the network, in milliseconds. */
export interface Jitter {
  /** Notes sound of `durationMs` that came at `nowMs` while `backlogMs` were waiting. `fresh` sound belongs to a new stream. */
  arrived(nowMs: number, durationMs: number, backlogMs: number, fresh: boolean): void;
  /** How much sound must wait before playing begins, so that what is late will not be missed. */
  readonly targetMs: number;
  /** How much of the backlog was of no use lately. Asking takes it: it is counted anew afterwards. */
  takeExcessMs(): number;
}

/** Arrivals that are remembered: 2.5 s of 20 ms chunks. */
const WINDOW = 128;
/** Of so many arrivals in a hundred none shall be too late. */
const PERCENTILE = 0.95;
/** A longer wait would be worse than the gap it prevents. */
const MAX_TARGET_MS = 300;
/** A stream whose sound comes no faster than it is played is live: what waits of it is delay. Faster ones are answers read out. */
const LIVE_RATE = 1.15;
/** The rate is known after so long. */
const LIVE_AFTER_MS = 1500;
/** Backlog is judged by its lowest point over so many arrivals. */
const JUDGED_ARRIVALS = 16;
/** Backlog beyond the target that is left alone, against endless small corrections. */
const SLACK_MS = 20;

/**
 * Measures how late sound comes. In a live stream a chunk's need is its delay against the most punctual one of the
 * window; in one that runs ahead only what comes later than a player would have needed it counts. The start target is a
 * percentile of the needs, as in NetEQ.
 */
export function createJitter(): Jitter {
  const arrivals = new Float64Array(WINDOW);
  const lateness = new Float64Array(WINDOW);
  const produced = new Float64Array(WINDOW);
  const needs = new Float64Array(WINDOW);
  const sorted = new Float64Array(WINDOW);
  let needCount = 0;
  let count = 0;
  let startedAt = 0;
  let total = 0;
  let live = false;
  let lowest = Infinity;
  let judged = 0;
  let excessMs = 0;
  let targetMs = 0;

  function note(nowMs: number, durationMs: number): void {
    const late = nowMs - startedAt - total;
    const slot = count % WINDOW;
    arrivals[slot] = nowMs;
    lateness[slot] = late;
    produced[slot] = total;
    count += 1;
    const oldest = count > WINDOW ? count % WINDOW : 0;
    const span = nowMs - (arrivals[oldest] ?? 0);
    live = span >= LIVE_AFTER_MS && total - (produced[oldest] ?? 0) <= LIVE_RATE * span;
    total += durationMs;

    let most = 0;
    if (live) {
      const known = Math.min(count, WINDOW);
      most = Infinity;
      for (let index = 0; index < known; index += 1) most = Math.min(most, lateness[index] ?? 0);
    }
    needs[needCount % WINDOW] = Math.max(0, late - most);
    needCount += 1;
  }

  function percentile(): number {
    const known = Math.min(needCount, WINDOW);
    sorted.fill(Infinity);
    for (let index = 0; index < known; index += 1) sorted[index] = needs[index] ?? 0;
    sorted.sort();
    return sorted[Math.min(known - 1, Math.floor(known * PERCENTILE))] ?? 0;
  }

  function judge(backlogMs: number): void {
    lowest = Math.min(lowest, backlogMs);
    judged += 1;
    if (judged < JUDGED_ARRIVALS) return;
    excessMs = live ? Math.max(0, lowest - targetMs - SLACK_MS) : 0;
    lowest = Infinity;
    judged = 0;
  }

  return {
    get targetMs() {
      return targetMs;
    },
    takeExcessMs() {
      const taken = excessMs;
      excessMs = 0;
      return taken;
    },
    arrived(nowMs, durationMs, backlogMs, fresh) {
      if (fresh) {
        startedAt = nowMs;
        total = 0;
        count = 0;
        judged = 0;
        lowest = Infinity;
        excessMs = 0;
      }
      note(nowMs, durationMs);
      targetMs = Math.min(MAX_TARGET_MS, percentile());
      judge(backlogMs);
    },
  };
}
