import type { Handler } from 'hono';
import type { RelayParts } from '../relay-parts.js';
import type { HttpEnvironment } from './app.js';

/** What this relay offers. Public: nothing here is a secret. */
export function listProviders({ upstream, providers }: RelayParts): Handler<HttpEnvironment> {
  const { offer } = upstream;
  const answer = {
    default: 'openai',
    providers: providers.map(({ id, label, pricesOf }) => ({
      id,
      label,
      served: upstream.served,
      models: offer.models.map((model) => ({
        id: model,
        prices: upstream.served === 'local' ? null : (pricesOf(model) ?? null),
      })),
      defaultModel: offer.defaultModel,
      voices: offer.voices,
      defaultVoice: offer.defaultVoice,
    })),
  };
  return (context) => context.json({ ...answer, ready: upstream.ready });
}
