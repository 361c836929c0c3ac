import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { systemClock } from '../../lib/clock.js';
import type { Alerts } from '../observability/alerts.js';
import type { Metrics } from '../observability/metrics.js';
import { traced } from '../observability/traces.js';
import type { Service } from '../protocols/service.js';
import { Refusal, toRefusal } from '../refusal.js';
import type { Peer } from '../session/peer.js';
import type { Admission } from './admit-upgrade.js';

export interface DialParts {
  readonly services: ReadonlyMap<string, Service>;
  readonly metrics: Metrics;
  readonly alerts: Alerts;
  readonly log: Logger;
}

/** Dials the service for an admitted conversation. A failure is logged, counted and stored for the client. */
export function dialUpstream(
  { grant, publicId, service, onRefused }: Admission,
  { services, metrics, alerts, log }: DialParts,
  signal: AbortSignal,
): Promise<Peer> {
  const { servedBy } = service;
  const request = { model: grant.model, voice: grant.voice, safetyIdentifier: safetyIdentifierOf(grant.subject) };
  const startedMs = systemClock.now();
  const observe = (outcome: Refusal['code'] | 'ok'): void => metrics.observeDial((systemClock.now() - startedMs) / 1000, outcome);

  return traced('relay.dial', { 'voice.session': publicId, 'voice.served': servedBy }, async () => {
    try {
      const upstream = await service.dial(request, signal);
      observe('ok');
      return upstream;
    } catch (thrown) {
      const refusal = toRefusal(thrown);
      observe(refusal.code);
      log.warn({ session: publicId, code: refusal.code, because: refusal.message }, 'the voice service could not be dialled');
      if (refusal.code === 'upstream-refused') alerts.raise('upstream-refused', { served: servedBy });
      await onRefused(refusal.code);
      throw new Refusal(refusal.code, refusal.message, {
        cause: thrown,
        retryAfterSeconds: refusal.retryAfterSeconds,
        alternatives: [...services.keys()].filter((id) => id !== service.id),
      });
    }
  });
}

/** A stable pseudonym of the person for the service's abuse monitoring. */
function safetyIdentifierOf(subject: string): string {
  return createHash('sha256').update(subject).digest('hex').slice(0, 32);
}
