import openai from '../../../providers/openai/index.js';
import { AgentError } from '../../../spec/agent-error.js';
import type { Credential } from '../../../spec/provider.js';
import { isWanted } from '../../config/sections/providers.js';
import type { Settings } from '../../config/settings.js';
import { faultOf } from '../../observability/fault.js';
import type { Offer, RelayedDefinition, RelayedService, ServiceContext } from '../service.js';
import type { Lock, PolicyRules } from './client-policy.js';
import { createOpenAiProtocol } from './protocol.js';
import { createAzureCredentials } from './upstreams/azure-credentials.js';
import { createHostedUpstream } from './upstreams/hosted-upstream.js';
import { createLocalUpstream } from './upstreams/local-upstream.js';

/** Azure or OpenAI where there is a key, otherwise the local agent. */
export const openAi: RelayedDefinition = {
  kind: 'relayed',
  id: openai.id,
  path: '/openai/realtime',
  async open(context, signal) {
    const { settings } = context;
    if (!isOffered(settings)) return undefined;
    if (settings.AZURE_OPENAI_ENDPOINT !== undefined) return openAzure(settings, settings.AZURE_OPENAI_ENDPOINT);
    if (settings.OPENAI_API_KEY !== undefined) return openHosted(settings, settings.OPENAI_API_KEY);
    return openLocal(context, signal);
  },
};

/** The local agent does not answer where only ElevenLabs is wanted, or only ElevenLabs has a key. */
function isOffered(settings: Settings): boolean {
  if (settings.USE_VOICE_PROVIDER !== undefined) return isWanted(settings, openai.id);
  return (
    settings.ELEVENLABS_API_KEY === undefined ||
    settings.OPENAI_API_KEY !== undefined ||
    settings.AZURE_OPENAI_ENDPOINT !== undefined
  );
}

const SERVICE = { kind: 'relayed', id: openai.id, label: openai.label, pricesOf: openai.pricesOf } as const;

function openHosted(settings: Settings, key: string): RelayedService {
  const { header, prefix } = readCredential();
  return openRemote(settings, {
    servedBy: 'openai',
    models: [settings.OPENAI_REALTIME_MODEL, ...settings.OPENAI_ALLOWED_MODELS],
    base: settings.OPENAI_BASE_URL,
    authorize: async () => ({ [header]: `${prefix}${key}` }),
  });
}

function readCredential(): Credential {
  if (openai.credential === undefined) throw new AgentError('internal', 'The provider describes no credential.');
  return openai.credential;
}

function openAzure(settings: Settings, endpoint: string): RelayedService {
  return openRemote(settings, {
    servedBy: 'azure',
    models: [settings.AZURE_OPENAI_DEPLOYMENT ?? ''],
    base: `${endpoint}/openai/v1`,
    authorize: createAzureCredentials(settings),
    // Azure knows transcription models by the names of deployments, which a page cannot know.
    transcriptionModel: settings.AZURE_OPENAI_TRANSCRIPTION_DEPLOYMENT ?? null,
  });
}

interface Remote extends Pick<PolicyRules, 'transcriptionModel'> {
  readonly servedBy: string;
  /** The default one first. */
  readonly models: readonly string[];
  /** The address before `/realtime`, as http or https. */
  readonly base: string;
  /** The headers that prove to the service who calls. */
  authorize(): Promise<Readonly<Record<string, string>>>;
}

function openRemote(settings: Settings, { servedBy, models, base, authorize, ...rules }: Remote): RelayedService {
  const offer = offerOf(settings, models);
  const protocol = createOpenAiProtocol({ ...rulesOf(settings, offer), ...rules });
  const urlOf = (model: string): URL => socketUrl(base, model);
  return {
    ...SERVICE,
    servedBy,
    isBilled: true,
    protocol,
    ...createHostedUpstream({ protocol, offer, ...timingOf(settings), urlOf, authorize }),
  };
}

/** The agent and its models are large, so only a relay without a key ever loads them. */
async function openLocal({ settings, log, onLoading }: ServiceContext, signal: AbortSignal): Promise<RelayedService> {
  const { loadLocalAgent, VOICE_NAMES: voices } = await import('../../../local/index.js');
  const { LOCAL_LLM_URL: llmUrl } = settings;
  const loading = loadLocalAgent({ onProgress: (step) => onLoading?.(step), ...(llmUrl !== undefined && { llmUrl }) }, signal);
  loading.catch((thrown: unknown) => log.error({ fault: faultOf(thrown) }, 'the local agent could not be loaded'));
  const upstream = createLocalUpstream({
    loading,
    voices,
    session: settings.RELAY_SESSION,
    timeoutMs: settings.RELAY_DIAL_TIMEOUT_MS,
  });
  return {
    ...upstream,
    ...SERVICE,
    servedBy: 'local',
    isBilled: false,
    notice: 'loading the local agent: no OPENAI_API_KEY is set, so it answers; it sends nothing anywhere',
    protocol: createOpenAiProtocol(rulesOf(settings, upstream.offer)),
  };
}

function rulesOf({ RELAY_LOCKS, RELAY_SESSION }: Settings, { voices }: Offer): PolicyRules {
  const locks = new Set<Lock>(RELAY_LOCKS);
  // What the relay configures itself is locked without saying.
  if (RELAY_SESSION?.instructions !== undefined) locks.add('instructions');
  if (RELAY_SESSION?.tools !== undefined) locks.add('tools');
  return { locks, voices };
}

function timingOf(settings: Settings) {
  return {
    session: settings.RELAY_SESSION,
    dialTimeoutMs: settings.RELAY_DIAL_TIMEOUT_MS,
    pingMs: settings.RELAY_PING_MS,
  };
}

function offerOf(settings: Settings, models: readonly string[]): Offer {
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
