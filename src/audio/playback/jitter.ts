/** What the arrival of sound says about the network, in milliseconds. */
export interface Jitter {
  /** Notes sound of `durationMs` that came at `nowMs` while `backlogMs` were waiting. `fresh` sound belongs to a new stream. */
  arrived(nowMs: number, durationMs: number, backlogMs: number, fresh: boolean): void;
  /** How much sound must wait before playing begins, so that what is late will not be missed. */
  readonly targetMs: number;
  /** How much of the backlog was of no use lately. Asking takes it: it is counted anew afterwards. */
  takeExcessMs(): number;
}

interface Arrival {
  readonly at: number;
  /** How much later than sound that is played as it comes. */
  readonly late: number;
  /** Sound of the stream that had come before. */
  readonly before: number;
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
  let arrivals: readonly Arrival[] = [];
  let needs: readonly number[] = [];
  let startedAt = 0;
  let total = 0;
  let live = false;
  let backlogs: readonly number[] = [];
  let excessMs = 0;
  let targetMs = 0;

  function note(at: number, durationMs: number): void {
    const late = at - startedAt - total;
    arrivals = [...arrivals, { at, late, before: total }].slice(-WINDOW);
    const [oldest] = arrivals;
    const span = at - (oldest?.at ?? at);
    live = span >= LIVE_AFTER_MS && total - (oldest?.before ?? 0) <= LIVE_RATE * span;
    total += durationMs;
    const most = live ? Math.min(...arrivals.map((arrival) => arrival.late)) : 0;
    needs = [...needs, Math.max(0, late - most)].slice(-WINDOW);
    const sorted = [...needs].sort((one, other) => one - other);
    targetMs = Math.min(MAX_TARGET_MS, sorted[Math.floor(sorted.length * PERCENTILE)] ?? 0);
  }

  function judge(backlogMs: number): void {
    backlogs = [...backlogs, backlogMs];
    if (backlogs.length < JUDGED_ARRIVALS) return;
    excessMs = live ? Math.max(0, Math.min(...backlogs) - targetMs - SLACK_MS) : 0;
    backlogs = [];
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
        arrivals = [];
        backlogs = [];
        excessMs = 0;
      }
      note(nowMs, durationMs);
      judge(backlogMs);
    },
  };
}
