import type { AgentState, Cost, Latency, Transcript } from '../spec/snapshot.js';
import type { ModelPrices } from '../spec/usage.js';
import { costAt, createCostFold, type CostState, type PricesOf } from './cost.js';
import { latencyFold, type LatencyState } from './latency.js';
import { follow, type Followed, type Log } from './log.js';
import { metricsFold, type Metrics } from './metrics.js';
import { noticesFold, type Notices } from './notices.js';
import { sessionFactsFold, type SessionFacts } from './session-facts.js';
import { sessionFold } from './state.js';
import type { Step } from './step/session-state.js';
import { transcriptFold, type TranscriptState } from './transcript.js';

/** Every fold of a conversation's log, each computed once. */
export interface Views {
  readonly session: Followed<Step, AgentState>;
  readonly transcript: Followed<TranscriptState, Transcript>;
  readonly cost: Followed<CostState, Cost>;
  readonly latency: Followed<LatencyState, Latency>;
  readonly metrics: Followed<Metrics, Metrics>;
  readonly facts: Followed<SessionFacts, SessionFacts>;
  readonly notices: Followed<Notices, Notices>;
  /** The prices of the model that answers. */
  prices(): ModelPrices | undefined;
  /** US dollars at `now`, on the log's clock. */
  costAt(now: number): number;
}

/** Follows `log` with every fold until `signal` aborts. */
export function createViews(log: Log, pricesOf: PricesOf, signal: AbortSignal): Views {
  const cost = follow(log, createCostFold(pricesOf), signal);
  const facts = follow(log, sessionFactsFold, signal);
  const prices = (): ModelPrices | undefined => pricesOf(facts.current().model);
  return {
    session: follow(log, sessionFold, signal),
    transcript: follow(log, transcriptFold, signal),
    cost,
    latency: follow(log, latencyFold, signal),
    metrics: follow(log, metricsFold, signal),
    facts,
    notices: follow(log, noticesFold, signal),
    prices,
    costAt: (now) => costAt(cost.state(), now, prices()),
  };
}
