import type { SessionSetup } from '../policy/session-fields.js';
import { Refusal } from '../refusal.js';
import { dial } from './dial.js';
import { meaningOfClose } from './meaning-of-close.js';
import { openWith } from './opening.js';
import type { SpokenProvider } from './spoken-provider.js';
import type { Choice, Offer, Upstream, Wish } from './upstream.js';

export interface OpenAiUpstreamOptions {
  readonly spoken: SpokenProvider;
  readonly baseUrl: string;
  readonly key: string;
  readonly offer: Offer;
  /** What the relay sets up before a page is let in. */
  readonly session: SessionSetup | undefined;
  readonly dialTimeoutMs: number;
  readonly pingMs: number;
}

/** A service that speaks OpenAI's GA dialect at `<baseUrl>/realtime`. */
export function createOpenAiUpstream({
  spoken,
  baseUrl,
  key,
  offer,
  session,
  dialTimeoutMs,
  pingMs,
}: OpenAiUpstreamOptions): Upstream {
  const { provider, createCodec, credential } = spoken;
  const address = `${baseUrl.replace(/^http/, 'ws')}/realtime`;

  return {
    served: 'openai',
    provider,
    createCodec,
    offer,
    ready: true,
    loaded: Promise.resolve(),
    choose: (wish) => chooseFrom(offer, wish),
    meaningOf: meaningOfClose,
    async dial({ model, voice, safetyIdentifier }, signal) {
      const url = new URL(address);
      url.searchParams.set('model', model);
      const headers = { [credential.header]: `${credential.prefix}${key}`, 'OpenAI-Safety-Identifier': safetyIdentifier };
      const leg = await dial({ url, headers, timeoutMs: dialTimeoutMs, pingMs }, signal);
      const audio = { ...session?.audio, output: { ...session?.audio?.output, voice } };
      return openWith({ ...session, audio }, leg, dialTimeoutMs, signal);
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
