import type { Credential } from '../../spec/provider.js';
import { Refusal } from '../refusal.js';
import { dial } from './dial.js';
import { meaningOfClose } from './meaning-of-close.js';
import type { Choice, Offer, Upstream, Wish } from './upstream.js';

export interface OpenAiUpstreamOptions {
  readonly baseUrl: string;
  readonly key: string;
  readonly credential: Credential;
  readonly offer: Offer;
  readonly dialTimeoutMs: number;
  readonly pingMs: number;
}

/** A service that speaks OpenAI's GA dialect at `<baseUrl>/realtime`. */
export function createOpenAiUpstream({
  baseUrl,
  key,
  credential,
  offer,
  dialTimeoutMs,
  pingMs,
}: OpenAiUpstreamOptions): Upstream {
  const address = `${baseUrl.replace(/^http/, 'ws')}/realtime`;

  return {
    served: 'openai',
    offer,
    ready: true,
    loaded: Promise.resolve(),
    choose: (wish) => chooseFrom(offer, wish),
    meaningOf: meaningOfClose,
    dial({ model, safetyIdentifier }, signal) {
      const url = new URL(address);
      url.searchParams.set('model', model);
      const headers = { [credential.header]: `${credential.prefix}${key}`, 'OpenAI-Safety-Identifier': safetyIdentifier };
      return dial({ url, headers, timeoutMs: dialTimeoutMs, pingMs }, signal);
    },
  };
}

function chooseFrom(offer: Offer, { model = offer.defaultModel, voice = offer.defaultVoice }: Wish): Choice {
  if (!offer.models.includes(model))
    throw new Refusal('model-refused', `This relay offers the models ${offer.models.join(', ')}.`);
  if (!offer.voices.includes(voice))
    throw new Refusal('model-refused', `This relay offers the voices ${offer.voices.join(', ')}.`);
  return { model, voice };
}
