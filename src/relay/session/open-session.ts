import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { systemClock } from '../../lib/clock.js';
import { createChild } from '../../lib/child-signal.js';
import { after } from '../../lib/timer.js';
import type { Settings } from '../config/settings.js';
import { enforceSessionLimits } from '../limits/session-limits.js';
import type { Alerts } from '../observability/alerts.js';
import type { Metrics } from '../observability/metrics.js';
import { startSpan } from '../observability/traces.js';
import type { RelayedService } from '../protocols/service.js';
import type { ProtocolEvent } from '../protocols/upstream-protocol.js';
import type { SharedState } from '../state/shared-state.js';
import type { Grant } from '../state/tickets/tickets.js';
import { allowanceOf, createAccount } from '../usage/account.js';
import { createUsageMeter } from '../usage/usage-meter.js';
import type { UsageSink } from '../usage/usage-record.js';
import { writeRecord } from '../usage/write-record.js';
import { createConversation, type Conversation } from './conversation.js';
import type { Ending } from './ending.js';
import { FrameInspector } from './frame-inspector.js';
import type { Peer } from './peer.js';
import { createRedact } from './redact.js';
import type { OpenSession } from './sessions.js';

export interface SessionParts {
  readonly settings: Settings;
  readonly state: Pick<SharedState, 'leases' | 'spending'>;
  readonly metrics: Metrics;
  readonly alerts: Alerts;
  readonly log: Logger;
  readonly usageSink: UsageSink;
  /** Keys that must not reach a client, even in a service's error. */
  readonly secrets: readonly string[];
}

export interface Admitted {
  /** Identifies the conversation in logs and records; opens nothing. */
  readonly publicId: string;
  readonly grant: Grant;
  readonly service: RelayedService;
  readonly client: Peer;
  readonly upstream: Peer;
}

/** Joins a client and a service, enforces limits and accounts for the usage. Both sides are dropped when `signal` aborts. */
export function openSession(parts: SessionParts, admitted: Admitted, signal: AbortSignal): OpenSession {
  const { settings, state, metrics, alerts } = parts;
  const { publicId, grant, service, client, upstream } = admitted;
  const { servedBy, protocol } = service;
  const now = (): number => systemClock.now();
  const log = parts.log.child({ session: publicId });
  const life = createChild(signal);
  setMaxListeners(0, life.signal);
  const startedAt = new Date();
  const startedMs = now();
  const span = startSpan('relay.conversation', { 'voice.session': publicId, 'voice.served': servedBy });
  const meter = createUsageMeter(service.pricesOf, grant.model);
  const allowance = allowanceOf(settings);
  const account = createAccount({ spending: state.spending, subject: grant.subject, allowance, meter, now });
  const onResponseDone: (() => void)[] = [];

  /** Stops a response that nobody will hear, and waits for its usage. */
  const cancelAndSettle = async (): Promise<void> => {
    if (!protocolSession.responding) return;
    const waiting = createChild(life.signal);
    const responseDone = new Promise<void>((resolve) => onResponseDone.push(resolve));
    const timedOut = new Promise<void>((resolve) => after(settings.RELAY_SETTLE_MS, resolve, waiting.signal));
    upstream.send(protocolSession.cancelMessage);
    await Promise.race([responseDone, upstream.closed, timedOut]);
    waiting.abort();
  };
  const conversation: Conversation = createConversation(
    {
      client,
      upstream,
      mapCloseCode: protocol.mapCloseCode,
      settle: cancelAndSettle,
      observeAdded: metrics.observeAdded,
      stallMs: settings.RELAY_STALL_MS,
    },
    life.signal,
  );
  const { end } = conversation;

  const onStateLost = (): void => alerts.raise('shared-state-lost', {});
  const charge = async (): Promise<void> => {
    try {
      if (await account.charge()) end('quota-exceeded');
    } catch {
      onStateLost();
    }
  };
  const onEvent = (event: ProtocolEvent): void => {
    switch (event.type) {
      case 'answer-started':
        return metrics.observeAnswer(event.afterSeconds);
      case 'decoded':
        return meter.add(event.events);
      case 'response-done':
        onResponseDone.splice(0).forEach((resolve) => resolve());
        return void charge();
      case 'upstream-error':
        metrics.countUpstreamError(event.code);
        return log.info({ code: event.code }, 'the voice service reported an error');
      default:
        return event satisfies never;
    }
  };
  const protocolSession = protocol.createSession({ redact: createRedact(parts.secrets), onEvent });
  const inspector = new FrameInspector({
    session: protocolSession,
    audioBytesPerSecond: protocol.audioBytesPerSecond,
    eventBytesPerSecond: settings.RELAY_EVENT_BYTES_PER_SECOND,
    sendToClient: (message) => client.send(message),
    end,
    countFrame: metrics.countFrame,
    onRejected(code) {
      metrics.countRefusal('frame', code);
      log.info({ code }, 'a message of the client was rejected');
    },
    onLimitReached(limit) {
      metrics.countLimit(limit);
      log.warn({ limit }, 'the client sends too much');
    },
  });
  enforceSessionLimits(
    {
      settings,
      takeActivity: () => inspector.takeActivity() || protocolSession.responding,
      cost: () => meter.cost.total,
      chargeUsage: () => account.charge(),
      leases: state.leases,
      lease: { subject: grant.subject, id: publicId },
      now,
      end,
      onStateLost,
    },
    life.signal,
  );
  conversation.begin(inspector);
  log.info({ served: servedBy }, 'conversation started');

  const finish = async (ending: Ending): Promise<void> => {
    life.abort();
    await charge();
    const { total: usd, estimated, tokens } = meter.cost;
    const durationMs = Math.round(now() - startedMs);
    const record = {
      session: publicId,
      subject: grant.subject,
      provider: service.id,
      served: servedBy,
      model: grant.model,
      voice: grant.voice,
      origin: grant.origin ?? null,
      startedAt: startedAt.toISOString(),
      durationMs,
      endedBy: ending.by,
      endCode: ending.code,
      tokens,
      usd,
      estimated,
      audioInMs: Math.round((inspector.audioBytes / protocol.audioBytesPerSecond) * 1000),
    };
    metrics.countEnd(record);
    await writeRecord(record, parts.usageSink, alerts, log);
    if (ending.code === 'quota-exceeded') alerts.raise('quota-exceeded', { session: publicId });
    if (ending.code === 'policy-violation' || ending.code === 'rate-limited')
      alerts.raise('page-misbehaves', { session: publicId, code: ending.code });
    span.setAttribute('voice.ending', ending.code ?? 'none').end();
    log.info({ by: ending.by, code: ending.code, durationMs }, 'conversation ended');
  };
  return { end, done: conversation.done.then(finish) };
}
