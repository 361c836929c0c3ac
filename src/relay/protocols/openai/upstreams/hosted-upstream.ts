import type { SessionSetup } from '../client-event.js';
import { Refusal } from '../../../refusal.js';
import { chooseFrom } from '../../../upstream/choose-from.js';
import { dial } from '../../../upstream/dial.js';
import { meaningOfClose } from '../map-close-code.js';
import { openWith } from '../configure-session.js';
import type { SpokenProvider } from '../spoken-provider.js';
import type { Offer, Upstream } from '../../../upstream/upstream.js';

export interface GaUpstreamOptions {
  readonly served: Upstream['served'];
  readonly spoken: SpokenProvider;
  readonly offer: Offer;
  urlOf(model: string): URL;
  /** What proves to the service who calls. */
  authorize(): Promise<Readonly<Record<string, string>>>;
  /** What the relay sets up before a page is let in. */
  readonly session: SessionSetup | undefined;
  readonly dialTimeoutMs: number;
  readonly pingMs: number;
}

/** A hosted service that speaks OpenAI's GA dialect over a WebSocket. */
export function createGaUpstream(options: GaUpstreamOptions): Upstream {
  const { served, spoken, offer, session, dialTimeoutMs: timeoutMs, pingMs } = options;

  const dialOnce: Upstream['dial'] = async ({ model, voice, safetyIdentifier }, signal) => {
    const headers = { ...(await options.authorize()), 'OpenAI-Safety-Identifier': safetyIdentifier };
    const leg = await dial({ url: options.urlOf(model), headers, timeoutMs, pingMs }, signal);
    const audio = { ...session?.audio, output: { ...session?.audio?.output, voice } };
    await openWith({ ...session, audio }, leg, timeoutMs, signal);
    return leg;
  };

  return {
    served,
    provider: spoken.provider,
    createCodec: spoken.createCodec,
    offer,
    ready: true,
    loaded: Promise.resolve(),
    choose: (wish) => chooseFrom(offer, wish),
    meaningOf: meaningOfClose,
    dial(request, signal) {
      // Nothing was said yet, so a second attempt can repeat nothing.
      return dialOnce(request, signal).catch((thrown: unknown) => {
        const worthAnother = thrown instanceof Refusal && thrown.mayRetry && !signal.aborted;
        if (!worthAnother) throw thrown;
        return dialOnce(request, signal);
      });
    },
  };
}
