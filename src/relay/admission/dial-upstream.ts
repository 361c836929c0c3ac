import { createHash } from 'node:crypto';
import { systemClock } from '../../lib/clock.js';
import { offeredProviders } from '../offered-providers.js';
import type { RelayParts } from '../relay-parts.js';
import { Refusal, toRefusal } from '../refusal.js';
import { traced } from '../observability/traces.js';
import type { Leg } from '../session/leg.js';
import type { Admission } from './admit-upgrade.js';

/** Dials the service for a conversation that may take place, and remembers why where it did not answer. */
export function dialService({ grant, publicId, onRefused }: Admission, parts: RelayParts, signal: AbortSignal): Promise<Leg> {
  const { upstream, metrics, alerts } = parts;
  const log = parts.log.child({ session: publicId });
  const request = { model: grant.model, voice: grant.voice, safetyIdentifier: safetyIdentifierOf(grant.subject) };
  const began = systemClock.now();
  const observe = (outcome: Refusal['code'] | 'ok'): void => metrics.observeDial((systemClock.now() - began) / 1000, outcome);

  return traced('relay.dial', { 'voice.session': publicId, 'voice.served': upstream.served }, async () => {
    try {
      const leg = await upstream.dial(request, signal);
      observe('ok');
      return leg;
    } catch (thrown) {
      const refusal = toRefusal(thrown);
      observe(refusal.code);
      log.warn({ code: refusal.code, because: refusal.message }, 'the service refused');
      if (refusal.code === 'upstream-refused') alerts.raise('upstream-refused', { served: upstream.served });
      await onRefused(refusal.code);
      const alternatives = offeredProviders(parts).filter((id) => id !== upstream.provider.id);
      throw new Refusal(refusal.code, refusal.message, {
        cause: thrown,
        retryAfterSeconds: refusal.retryAfterSeconds,
        alternatives,
      });
    }
  });
}

/** OpenAI asks for a stable stand-in of the person; it must not say who that is. */
function safetyIdentifierOf(subject: string): string {
  return createHash('sha256').update(subject).digest('hex').slice(0, 32);
}
