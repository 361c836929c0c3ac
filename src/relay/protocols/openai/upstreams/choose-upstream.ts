import type { Logger } from 'pino';
import type { LocalAgent } from '../../../../local/index.js';
import type { Provider } from '../../../../spec/provider.js';
import type { Settings } from '../../../config/settings.js';
import { faultOf } from '../../../observability/fault.js';
import { createAzureCredentials } from './azure-credentials.js';
import { createGaUpstream } from './hosted-upstream.js';
import { createLocalUpstream } from './local-upstream.js';
import { findSpokenProvider } from '../spoken-provider.js';
import { createUnofferedUpstream } from './unoffered-upstream.js';
import type { Upstream } from '../../../upstream/upstream.js';

export interface UpstreamSources {
  readonly settings: Settings;
  readonly providers: readonly Provider[];
  readonly loadLocal: () => Promise<LocalAgent>;
  readonly log: Logger;
}

/** Who answers conversations in OpenAI's dialect: Azure or OpenAI where there is a key, otherwise the agent inside. */
export async function chooseUpstream({ settings, providers, loadLocal, log }: UpstreamSources): Promise<Upstream> {
  const spoken = findSpokenProvider(providers, 'openai');
  const { OPENAI_API_KEY: key, AZURE_OPENAI_ENDPOINT: azure, RELAY_SESSION: session } = settings;
  const common = { spoken, session, dialTimeoutMs: settings.RELAY_DIAL_TIMEOUT_MS, pingMs: settings.RELAY_PING_MS };

  if (!offersOpenAi(settings)) return createUnofferedUpstream(spoken);
  if (azure !== undefined) {
    const models = [settings.AZURE_OPENAI_DEPLOYMENT ?? ''];
    return createGaUpstream({
      ...common,
      served: 'azure',
      offer: offerOf(settings, models),
      urlOf: (model) => socketUrl(`${azure}/openai/v1`, model),
      authorize: createAzureCredentials(settings),
    });
  }
  if (key !== undefined) {
    const { header, prefix } = spoken.credential;
    return createGaUpstream({
      ...common,
      served: 'openai',
      offer: offerOf(settings, [settings.OPENAI_REALTIME_MODEL, ...settings.OPENAI_ALLOWED_MODELS]),
      urlOf: (model) => socketUrl(settings.OPENAI_BASE_URL, model),
      authorize: async () => ({ [header]: `${prefix}${key}` }),
    });
  }
  const loading = loadLocal();
  loading.catch((thrown: unknown) => log.error({ fault: faultOf(thrown) }, 'the local agent could not be loaded'));
  const { VOICE_NAMES: voices } = await import('../../../../local/index.js');
  return createLocalUpstream({ spoken, loading, voices, session, waitMs: settings.RELAY_DIAL_TIMEOUT_MS });
}

/** Where only ElevenLabs is wanted, or only ElevenLabs has a key, nobody else answers. */
function offersOpenAi(settings: Settings): boolean {
  if (settings.USE_VOICE_PROVIDER !== undefined) return settings.USE_VOICE_PROVIDER !== 'elevenlabs';
  return (
    settings.ELEVENLABS_API_KEY === undefined ||
    settings.OPENAI_API_KEY !== undefined ||
    settings.AZURE_OPENAI_ENDPOINT !== undefined
  );
}

function offerOf(settings: Settings, models: readonly string[]): Upstream['offer'] {
  const { OPENAI_DEFAULT_VOICE: defaultVoice, OPENAI_ALLOWED_VOICES } = settings;
  return {
    models: [...new Set(models)],
    defaultModel: models[0] ?? '',
    defaultVoice,
    voices: [...new Set([defaultVoice, ...OPENAI_ALLOWED_VOICES])],
  };
}

function socketUrl(base: string, model: string): URL {
  const url = new URL(`${base.replace(/^http/, 'ws')}/realtime`);
  url.searchParams.set('model', model);
  return url;
}
