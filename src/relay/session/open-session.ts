import { setMaxListeners } from 'node:events';
import { systemClock } from '../../lib/clock.js';
import { createChild } from '../../lib/child-signal.js';
import { enforceSessionLimits } from '../limits/session-limits.js';
import type { RelayParts } from '../relay-parts.js';
import { startSpan } from '../observability/traces.js';
import type { Grant } from '../state/tickets/tickets.js';
import { createBooks } from '../usage/usage-meter.js';
import { writeRecord } from '../usage/write-record.js';
import { allowanceOf, createAccount } from '../usage/account.js';
import { createConversation, type Conversation, type Ending } from './conversation.js';
import { bidFarewell } from './farewell.js';
import type { Leg } from './leg.js';
import type { OpenSession } from './sessions.js';
import { Watch, type WatchedEvent } from './frame-inspector.js';

export interface Admitted {
  /** Names the conversation in logs and records; opens nothing. */
  readonly publicId: string;
  readonly grant: Grant;
  readonly client: Leg;
  readonly upstream: Leg;
}

/** PCM16 at 24 kHz: 64 letters of Base64 a millisecond. */
const LETTERS_PER_MS = 64;

/** Joins a page and a service, with everything a relay does besides, and books it when it is over. */
export function openSession(
  parts: RelayParts,
  { publicId, grant, client, upstream }: Admitted,
  signal: AbortSignal,
): OpenSession {
  const { settings, state, metrics, alerts } = parts;
  const { served, meaningOf, provider, createCodec } = parts.upstream;
  const log = parts.log.child({ session: publicId });
  const life = createChild(signal);
  setMaxListeners(0, life.signal);
  const startedAt = new Date();
  const began = systemClock.now();
  const span = startSpan('relay.conversation', { 'voice.session': publicId, 'voice.served': served });
  const books = createBooks(createCodec(), provider.pricesOf, grant.model);
  const account = createAccount(state.spending, grant.subject, allowanceOf(settings), books, () => systemClock.now());

  const settle = (): Promise<void> => bidFarewell(upstream, watch, settings.RELAY_SETTLE_MS, life.signal);
  const conversation: Conversation = createConversation(
    { client, upstream, meaningOf, settle, observeAdded: metrics.observeAdded, stallMs: settings.RELAY_STALL_MS },
    life.signal,
  );
  const end = conversation.end;

  const onLost = (): void => alerts.raise('shared-state-lost', {});
  const settleAccount = async (): Promise<void> => {
    try {
      if (await account.settle()) end('quota-exceeded');
    } catch {
      onLost();
    }
  };
  const onEvent = (happening: WatchedEvent): void => {
    switch (happening.type) {
      case 'refused':
        metrics.countRefusal('frame', happening.code);
        return log.info({ code: happening.code }, 'a frame was not passed on');
      case 'limit-reached':
        metrics.countLimit(happening.limit);
        return log.warn({ limit: happening.limit }, 'a page sends too much');
      case 'answer-begins':
        return metrics.observeAnswer(happening.afterSeconds);
      case 'response-done':
        return void settleAccount();
      case 'upstream-error':
        metrics.countUpstreamError(happening.code);
        return log.info({ code: happening.code }, 'the voice service reported a fault');
      default:
        return happening satisfies never;
    }
  };
  const watch = new Watch({
    rules: parts.rules,
    eventBytesPerSecond: settings.RELAY_EVENT_BYTES_PER_SECOND,
    books,
    secrets: parts.secrets,
    tellClient: (frame) => client.send(frame),
    end,
    countFrame: metrics.countFrame,
    onEvent,
  });
  const lease = { subject: grant.subject, id: publicId };
  enforceSessionLimits(
    { settings, watch, books, account, leases: state.leases, lease, now: () => systemClock.now(), end, onLost },
    life.signal,
  );
  conversation.begin(watch);
  log.info({ served }, 'a conversation begins');

  const settleBooks = async (ending: Ending): Promise<void> => {
    life.abort();
    await settleAccount();
    const { total: usd, estimated, tokens } = books.cost;
    const durationMs = Math.round(systemClock.now() - began);
    const record = {
      session: publicId,
      subject: grant.subject,
      provider: provider.id,
      served,
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
      audioInMs: Math.round(watch.audioLetters / LETTERS_PER_MS),
    };
    metrics.countEnd(record);
    await writeRecord(record, parts.usageSink, alerts, log);
    if (ending.code === 'quota-exceeded') alerts.raise('quota-exceeded', { session: publicId });
    if (ending.code === 'policy-violation' || ending.code === 'rate-limited')
      alerts.raise('page-misbehaves', { session: publicId, code: ending.code });
    span.setAttribute('voice.ending', ending.code ?? 'none').end();
    log.info({ by: ending.by, code: ending.code, durationMs }, 'a conversation ended');
  };
  return { end, done: conversation.done.then(settleBooks) };
}
