import { abortable } from '../../../../lib/abortable.js';
import { createChild } from '../../../../lib/child-signal.js';
import { after } from '../../../../lib/timer.js';
import type { LocalAgent } from '../../../../local/index.js';
import type { SessionSetup } from '../client-event.js';
import { Refusal } from '../../../refusal.js';
import { chooseFrom } from '../../../upstream/choose-from.js';
import { createLocalLeg } from './local-peer.js';
import { openWith } from '../configure-session.js';
import type { SpokenProvider } from '../spoken-provider.js';
import type { Offer, Upstream } from '../../../upstream/upstream.js';

export const LOCAL_MODEL = 'local-agent';

/** How long a caller waits for an agent that is still loading before it is asked to come back. */
const LOADING_RETRY_SECONDS = 3;

export interface LocalUpstreamOptions {
  readonly spoken: SpokenProvider;
  /** Since its loading began. */
  readonly loading: Promise<LocalAgent>;
  /** The names of its voices, the default one first. */
  readonly voices: readonly string[];
  /** What the relay sets up before a page is let in. */
  readonly session: SessionSetup | undefined;
  readonly waitMs: number;
}

/** The agent inside the relay. */
export function createLocalUpstream({
  spoken: { provider, createCodec },
  loading,
  voices,
  session,
  waitMs,
}: LocalUpstreamOptions): Upstream {
  const offer: Offer = { models: [LOCAL_MODEL], defaultModel: LOCAL_MODEL, voices, defaultVoice: voices[0] ?? '' };
  let loaded = false;
  loading.then(
    () => (loaded = true),
    () => undefined,
  );

  return {
    served: 'local',
    provider,
    createCodec,
    offer,
    loaded: loading,
    // A page made for a hosted model can be tried here as it is; the answer says who really speaks.
    choose: ({ voice }) => chooseFrom(offer, voice === undefined ? {} : { voice }),
    get ready() {
      return loaded;
    },
    meaningOf: () => null,
    async dial({ model, voice }, signal) {
      const agent = await patiently(loading, waitMs, signal);
      const life = createChild(signal);
      const leg = createLocalLeg(agent.connect({ model, voice }, life.signal), life);
      if (session !== undefined) await openWith(session, leg, waitMs, signal);
      return leg;
    },
  };
}

/** A person who presses the button while the agent loads gets it a moment later; nobody waits for ever. */
async function patiently(loading: Promise<LocalAgent>, waitMs: number, signal: AbortSignal): Promise<LocalAgent> {
  const waiting = createChild(signal);
  after(
    waitMs,
    () =>
      waiting.abort(
        new Refusal('upstream-unavailable', 'The local agent is still loading.', { retryAfterSeconds: LOADING_RETRY_SECONDS }),
      ),
    waiting.signal,
  );
  try {
    return await abortable(loading, waiting.signal);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal('upstream-unavailable', 'The local agent could not be loaded; the log of the relay says why.', { cause });
  } finally {
    waiting.abort();
  }
}
