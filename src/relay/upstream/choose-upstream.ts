import type { Logger } from 'pino';
import type { LocalAgent } from '../../local/index.js';
import type { Provider } from '../../spec/provider.js';
import type { Settings } from '../config/settings.js';
import { faultOf } from '../fault.js';
import { createLocalUpstream } from './local-upstream.js';
import { createOpenAiUpstream } from './openai-upstream.js';
import { findSpokenProvider } from './spoken-provider.js';
import type { Upstream } from './upstream.js';

export interface UpstreamSources {
  readonly settings: Settings;
  readonly providers: readonly Provider[];
  readonly loadLocal: () => Promise<LocalAgent>;
  readonly log: Logger;
}

/** OpenAI where there is a key, the agent inside the relay where there is none. */
export function chooseUpstream({ settings, providers, loadLocal, log }: UpstreamSources): Upstream {
  const spoken = findSpokenProvider(providers, 'openai');
  const { RELAY_SESSION: session, RELAY_DIAL_TIMEOUT_MS: dialTimeoutMs, RELAY_PING_MS: pingMs } = settings;
  if (settings.OPENAI_API_KEY === undefined) {
    const loading = loadLocal();
    loading.catch((thrown: unknown) => log.error({ fault: faultOf(thrown) }, 'the local agent could not be loaded'));
    return createLocalUpstream({ spoken, loading, session, waitMs: dialTimeoutMs });
  }
  const { OPENAI_REALTIME_MODEL: defaultModel, OPENAI_DEFAULT_VOICE: defaultVoice } = settings;
  const offer = {
    defaultModel,
    models: [...new Set([defaultModel, ...settings.OPENAI_ALLOWED_MODELS])],
    defaultVoice,
    voices: [...new Set([defaultVoice, ...settings.OPENAI_ALLOWED_VOICES])],
  };
  return createOpenAiUpstream({
    spoken,
    baseUrl: settings.OPENAI_BASE_URL,
    key: settings.OPENAI_API_KEY,
    offer,
    session,
    dialTimeoutMs,
    pingMs,
  });
}
