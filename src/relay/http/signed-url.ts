import type { Handler } from 'hono';
import { notOffered } from '../admission/admit-upgrade.js';
import { admitSubject, type SubjectParts } from '../admission/admit-subject.js';
import type { Metrics } from '../observability/metrics.js';
import type { DirectDefinition, Service } from '../protocols/service.js';
import { Refusal } from '../refusal.js';
import type { Sessions } from '../session/sessions.js';
import type { HttpEnvironment } from './environment.js';

export interface SignedUrlParts extends SubjectParts {
  readonly services: ReadonlyMap<string, Service>;
  readonly sessions: Pick<Sessions, 'checkOpen'>;
  readonly metrics: Metrics;
}

const DAY_SECONDS = 86_400;

/** Issues addresses of a service. Their conversations do not pass through the relay, so it can only limit the addresses. */
export function issueSignedUrl({ id }: DirectDefinition, parts: SignedUrlParts): Handler<HttpEnvironment> {
  const { services, sessions, settings, state, alerts, metrics } = parts;
  return async (context) => {
    const service = services.get(id);
    if (service?.kind !== 'direct') throw notOffered(id);
    sessions.checkOpen();
    const subject = await admitSubject(context.env.incoming, parts);
    const waitSeconds = await state.rates.take('signed-url', subject, settings.RELAY_SIGNED_URLS_PER_DAY, DAY_SECONDS);
    if (waitSeconds !== null)
      throw new Refusal('quota-exceeded', 'The allowance of the day is used up.', { retryAfterSeconds: waitSeconds });
    try {
      const signedUrl = await service.signUrl(context.req.query(), context.req.raw.signal);
      metrics.countSignedUrl();
      context.header('Cache-Control', 'no-store');
      return context.json({ signedUrl, signed_url: signedUrl });
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.code === 'upstream-refused')
        alerts.raise('upstream-refused', { served: service.servedBy });
      throw thrown;
    }
  };
}
