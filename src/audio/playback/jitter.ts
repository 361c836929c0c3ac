/** Estimates network jitter from the arrival of audio, in milliseconds. */
export interface Jitter {
  /** Audio of `durationMs` arrived at `nowMs` while `backlogMs` were queued. `fresh` audio belongs to a new stream. */
  arrived(nowMs: number, durationMs: number, backlogMs: number, fresh: boolean): void;
  /** How much audio must be queued before playback starts, so that late audio is not missed. */
  readonly targetMs: number;
  /** How much of the backlog was not needed lately. Reading resets it. */
  takeExcessMs(): number;
}

interface Arrival {
  readonly at: number;
  /** Delay against audio that is played as it arrives. */
  readonly late: number;
  /** Audio of the stream that had arrived before. */
  readonly before: number;
}

/** Arrivals that count: 2.5 s of 20 ms chunks. */
const WINDOW = 128;
/** The share of arrivals that must not be too late. */
const PERCENTILE = 0.95;
/** A longer wait would be worse than the gap it prevents. */
const MAX_TARGET_MS = 300;
/** A stream that arrives no faster than it is played is live: its backlog is delay. Faster ones are generated ahead. */
const LIVE_RATE = 1.15;
/** The rate is known after so long. */
const LIVE_AFTER_MS = 1500;
/** Backlog is judged by its lowest point over so many arrivals. */
const JUDGED_ARRIVALS = 16;
/** Backlog beyond the target that is left alone, against endless small corrections. */
const SLACK_MS = 20;

/**
 * In a live stream a chunk's need is its delay against the most punctual one of the window; in one that runs ahead, only
 * chunks that arrive after the player needed them count. The target is a percentile of the needs, as in NetEQ.
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
