import { Refusal } from '../../../refusal.js';
import { dial } from '../../../session/dial.js';
import { chooseFrom, type Offer, type RelayedService } from '../../service.js';
import type { UpstreamProtocol } from '../../upstream-protocol.js';
import type { SessionSetup } from '../client-event.js';
import { configureSession } from '../configure-session.js';

export interface HostedUpstreamOptions {
  readonly protocol: UpstreamProtocol;
  readonly offer: Offer;
  urlOf(model: string): URL;
  /** The headers that carry the relay's credentials. */
  authorize(): Promise<Readonly<Record<string, string>>>;
  /** What the relay configures before a page is admitted. */
  readonly session: SessionSetup | undefined;
  readonly dialTimeoutMs: number;
  readonly pingMs: number;
}

/** A hosted service that speaks OpenAI's protocol over a WebSocket. */
export function createHostedUpstream(
  options: HostedUpstreamOptions,
): Pick<RelayedService, 'offer' | 'isReady' | 'loaded' | 'choose' | 'dial'> {
  const { protocol, offer, session, dialTimeoutMs: timeoutMs, pingMs } = options;

  const dialOnce: RelayedService['dial'] = async ({ model, voice, safetyIdentifier }, signal) => {
    const headers = { ...(await options.authorize()), 'OpenAI-Safety-Identifier': safetyIdentifier };
    const peer = await dial({ protocol, url: options.urlOf(model), headers, timeoutMs, pingMs }, signal);
    const audio = { ...session?.audio, output: { ...session?.audio?.output, voice } };
    await configureSession({ ...session, audio }, peer, timeoutMs, signal);
    return peer;
  };

  return {
    offer,
    isReady: () => true,
    loaded: Promise.resolve(),
    choose: (request) => chooseFrom(offer, request),
    dial(request, signal) {
      // Nothing has been sent yet, so a second attempt cannot repeat anything.
      return dialOnce(request, signal).catch((thrown: unknown) => {
        const isWorthRetrying = thrown instanceof Refusal && thrown.mayRetry && !signal.aborted;
        if (!isWorthRetrying) throw thrown;
        return dialOnce(request, signal);
      });
    },
  };
}
