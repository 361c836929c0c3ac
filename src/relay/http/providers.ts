import type { Handler } from 'hono';
import { ELEVENLABS, offeredProviders } from '../offered-providers.js';
import type { RelayParts } from '../relay-parts.js';
import type { HttpEnvironment } from './app.js';

/** What this relay offers. Public: nothing here is a secret. */
export function listProviders(parts: RelayParts): Handler<HttpEnvironment> {
  const { upstream, settings } = parts;
  const { id, label, pricesOf } = upstream.provider;
  const { models, defaultModel, voices, defaultVoice } = upstream.offer;
  const openai = {
    id,
    label,
    served: upstream.served,
    models: models.map((model) => ({ id: model, prices: pricesOf(model) ?? null })),
    defaultModel,
    voices,
    defaultVoice,
  };
  const offered = offeredProviders(parts);
  const answer = {
    default: offered[0] ?? null,
    providers: offered.map((provider) => (provider === id ? openai : ELEVENLABS)),
    limits: {
      sessionSeconds: settings.RELAY_SESSION_SECONDS,
      idleSeconds: settings.RELAY_IDLE_SECONDS,
      sessionUsd: settings.RELAY_SESSION_USD,
      sessionsAtOnce: settings.RELAY_SESSIONS_PER_SUBJECT,
    },
  };
  return (context) => context.json({ ...answer, ready: upstream.ready });
}
