import { Refusal } from '../../../refusal.js';
import type { SpokenProvider } from '../spoken-provider.js';
import type { Upstream } from '../../../upstream/upstream.js';

/** Stands where a relay serves other providers only. */
export function createUnofferedUpstream({ provider, createCodec }: SpokenProvider): Upstream {
  const refuse = (): never => {
    throw new Refusal('provider-unavailable', `This relay does not offer ${provider.id}; see GET /voice/providers.`);
  };
  return {
    served: 'nobody',
    provider,
    createCodec,
    offer: { models: [], defaultModel: '', voices: [], defaultVoice: '' },
    ready: true,
    loaded: Promise.resolve(),
    choose: refuse,
    dial: async () => refuse(),
    meaningOf: () => null,
  };
}
