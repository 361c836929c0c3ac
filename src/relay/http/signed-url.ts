import type { Handler } from 'hono';
import { admitSubject } from '../admission/admit-subject.js';
import type { RelayParts } from '../relay-parts.js';
import { Refusal } from '../refusal.js';
import type { HttpEnvironment } from './app.js';

const DAY_SECONDS = 86_400;

/** `GET /elevenlabs/signed-url`. What is said at the address never comes by here, so addresses are what can be limited. */
export function signUrl(parts: RelayParts): Handler<HttpEnvironment> {
  const { elevenLabs, sessions, settings, state, alerts, metrics } = parts;
  return async (context) => {
    if (elevenLabs === undefined)
      throw new Refusal('provider-unavailable', 'This relay does not offer elevenlabs; see GET /voice/providers.');
    sessions.checkOpen();
    const subject = await admitSubject(context.env.incoming, parts);
    const waitSeconds = await state.rates.take('signed-url', subject, settings.RELAY_SIGNED_URLS_PER_DAY, DAY_SECONDS);
    if (waitSeconds !== null)
      throw new Refusal('quota-exceeded', 'The allowance of the day is used up.', { retryAfterSeconds: waitSeconds });
    try {
      const signedUrl = await elevenLabs.signUrl(context.req.query('agent_id'), context.req.raw.signal);
      metrics.countSignedUrl();
      context.header('Cache-Control', 'no-store');
      return context.json({ signedUrl, signed_url: signedUrl });
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.code === 'upstream-refused')
        alerts.raise('upstream-refused', { served: 'elevenlabs' });
      throw thrown;
    }
  };
}
