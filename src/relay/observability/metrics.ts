import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { TokenUsage } from '../../spec/usage.js';
import type { ReachedLimit } from '../limits/message-limits.js';
import type { UsageRecord } from '../usage/usage-record.js';

/** What Prometheus reads at `/metrics`. Every label has a fixed, small set of values: never a person, a page or a model. */
export interface Metrics {
  readonly registry: Registry;
  countFrame(from: 'client' | 'upstream'): void;
  /** `where` it was refused: a request, an upgrade, or a frame of an open conversation. */
  countRefusal(where: 'http' | 'upgrade' | 'frame', code: AgentErrorCode): void;
  /** A page sent so much that its conversation was ended. */
  countLimit(limit: ReachedLimit): void;
  countUpstreamError(code: string): void;
  countSignedUrl(): void;
  observeDial(seconds: number, outcome: AgentErrorCode | 'ok'): void;
  /** From the end of a person's turn to the first word or sound of the answer. */
  observeAnswer(seconds: number): void;
  /** What the relay itself added to one frame's way. */
  observeAdded(seconds: number): void;
  countEnd(record: UsageRecord): void;
}

const PREFIX = 'voice_agent_';
const SECONDS = {
  answer: [0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 5],
  dial: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
  added: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25],
  session: [5, 30, 60, 180, 600, 1800, 3600],
};

export function createMetrics(openSessions: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
    new Counter({ name: PREFIX + name, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: readonly L[]): Histogram<L> =>
    new Histogram({ name: PREFIX + name, help, buckets, labelNames, registers });

  new Gauge({
    name: `${PREFIX}sessions`,
    help: 'Conversations that are open',
    registers,
    collect() {
      this.set(openSessions());
    },
  });
  const ended = counter('sessions_ended_total', 'Conversations that ended', ['served', 'by', 'code']);
  const lasted = histogram('session_seconds', 'How long conversations lasted', SECONDS.session, []);
  // Counted on the hot path, so only added up there and told when somebody asks.
  let fromClients = 0;
  let fromUpstream = 0;
  new Counter({
    name: `${PREFIX}frames_total`,
    help: 'Frames received',
    labelNames: ['from'],
    registers,
    collect() {
      this.reset();
      this.inc({ from: 'client' }, fromClients);
      this.inc({ from: 'upstream' }, fromUpstream);
    },
  });
  const refusals = counter('refusals_total', 'Requests, upgrades and frames that were turned away', ['where', 'code']);
  const limits = counter('limits_reached_total', 'Conversations that were ended because their page sent too much', ['limit']);
  const upstreamErrors = counter('upstream_errors_total', 'Error events of voice services', ['code']);
  const signedUrls = counter('signed_urls_total', 'Signed addresses of voice services that were issued', []);
  const dials = histogram('dial_seconds', 'From dialling a voice service to its first word', SECONDS.dial, ['outcome']);
  const answers = histogram(
    'answer_seconds',
    'From the end of a person’s turn to the first word or sound of the answer',
    SECONDS.answer,
    [],
  );
  const added = histogram(
    'added_seconds',
    'What the relay added to the way of a frame (one in a hundred is measured)',
    SECONDS.added,
    [],
  );
  const tokens = counter('tokens_total', 'Tokens that voice services counted', ['kind']);
  const usd = counter('cost_usd_total', 'US dollars at known prices', []);

  return {
    registry,
    countFrame(from) {
      if (from === 'client') fromClients += 1;
      else fromUpstream += 1;
    },
    countRefusal: (where, code) => refusals.inc({ where, code }),
    countLimit: (limit) => limits.inc({ limit }),
    countUpstreamError: (code) => upstreamErrors.inc({ code }),
    countSignedUrl: () => signedUrls.inc(),
    observeDial: (seconds, outcome) => dials.observe({ outcome }, seconds),
    observeAnswer: (seconds) => answers.observe(seconds),
    observeAdded: (seconds) => added.observe(seconds),
    countEnd({ served, endedBy, endCode, durationMs, tokens: counted, usd: cost }) {
      ended.inc({ served, by: endedBy, code: endCode ?? 'none' });
      lasted.observe(durationMs / 1000);
      for (const kind of Object.keys(counted) as (keyof TokenUsage)[]) tokens.inc({ kind }, counted[kind]);
      usd.inc(cost);
    },
  };
}
