import type { Logger } from 'pino';
import type { LocalAgent } from '../../local/index.js';
import { AgentError } from '../../spec/agent-error.js';
import type { Provider } from '../../spec/provider.js';
import type { Settings } from '../config/settings.js';
import { faultOf } from '../fault.js';
import { createLocalUpstream } from './local-upstream.js';
import { createOpenAiUpstream } from './openai-upstream.js';
import type { Upstream } from './upstream.js';

export interface UpstreamSources {
  readonly settings: Settings;
  readonly providers: readonly Provider[];
  readonly loadLocal: () => Promise<LocalAgent>;
  readonly log: Logger;
}

/** OpenAI where there is a key, the agent inside the relay where there is none. */
export function chooseUpstream({ settings, providers, loadLocal, log }: UpstreamSources): Upstream {
  if (settings.OPENAI_API_KEY === undefined) {
    const loading = loadLocal();
    loading.catch((thrown: unknown) => log.error({ fault: faultOf(thrown) }, 'the local agent could not be loaded'));
    return createLocalUpstream(loading, settings.RELAY_DIAL_TIMEOUT_MS);
  }
  const transport = providers.find(({ id }) => id === 'openai')?.transport;
  if (transport?.kind !== 'relay')
    throw new AgentError('internal', 'The registry has no provider "openai" that is reached over a relay.');
  const { OPENAI_REALTIME_MODEL: defaultModel, OPENAI_DEFAULT_VOICE: defaultVoice } = settings;
  return createOpenAiUpstream({
    baseUrl: settings.OPENAI_BASE_URL,
    key: settings.OPENAI_API_KEY,
    credential: transport.credential,
    offer: {
      defaultModel,
      models: [...new Set([defaultModel, ...settings.OPENAI_ALLOWED_MODELS])],
      defaultVoice,
      voices: [...new Set([defaultVoice, ...settings.OPENAI_ALLOWED_VOICES])],
    },
    dialTimeoutMs: settings.RELAY_DIAL_TIMEOUT_MS,
    pingMs: settings.RELAY_PING_MS,
  });
}
