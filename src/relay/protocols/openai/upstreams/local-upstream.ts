import { abortable } from '../../../../lib/abortable.js';
import { createChild } from '../../../../lib/child-signal.js';
import { after } from '../../../../lib/timer.js';
import type { LocalAgent } from '../../../../local/index.js';
import { Refusal } from '../../../refusal.js';
import { chooseFrom, type Offer, type RelayedService } from '../../service.js';
import type { SessionSetup } from '../client-event.js';
import { configureSession } from '../configure-session.js';
import { createLocalPeer } from './local-peer.js';

const LOCAL_MODEL = 'local-agent';

/** When a caller whose agent is still loading should try again. */
const LOADING_RETRY_SECONDS = 3;

export interface LocalUpstreamOptions {
  readonly loading: Promise<LocalAgent>;
  /** The names of its voices, the default one first. */
  readonly voices: readonly string[];
  /** What the relay configures before a page is admitted. */
  readonly session: SessionSetup | undefined;
  readonly timeoutMs: number;
}

/** The agent inside the relay. */
export function createLocalUpstream({
  loading,
  voices,
  session,
  timeoutMs,
}: LocalUpstreamOptions): Pick<RelayedService, 'offer' | 'isReady' | 'loaded' | 'choose' | 'dial'> {
  const offer: Offer = { models: [LOCAL_MODEL], defaultModel: LOCAL_MODEL, voices, defaultVoice: voices[0] ?? '' };
  let loaded = false;
  loading.then(
    () => (loaded = true),
    () => undefined,
  );

  return {
    offer,
    loaded: loading,
    // A page that was written for a hosted model can be tried here unchanged; the answer names the model that answers.
    choose: ({ voice }) => chooseFrom(offer, voice === undefined ? {} : { voice }),
    isReady: () => loaded,
    async dial({ model, voice }, signal) {
      const agent = await waitForAgent(loading, timeoutMs, signal);
      const life = createChild(signal);
      const peer = createLocalPeer(agent.connect({ model, voice }, life.signal), life);
      if (session !== undefined) await configureSession(session, peer, timeoutMs, signal);
      return peer;
    },
  };
}

/** A person who presses the button while the agent loads gets it a moment later, but does not wait for ever. */
async function waitForAgent(loading: Promise<LocalAgent>, timeoutMs: number, signal: AbortSignal): Promise<LocalAgent> {
  const waiting = createChild(signal);
  const stillLoading = new Refusal('upstream-unavailable', 'The local agent is still loading.', {
    retryAfterSeconds: LOADING_RETRY_SECONDS,
  });
  after(timeoutMs, () => waiting.abort(stillLoading), waiting.signal);
  try {
    return await abortable(loading, waiting.signal);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal('upstream-unavailable', 'The local agent could not be loaded; the log of the relay says why.', { cause });
  } finally {
    waiting.abort();
  }
}
