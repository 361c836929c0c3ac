import { pino, type Logger } from 'pino';
import { systemClock } from '../lib/clock.js';
import { chooseAuthenticate } from './admission/choose-authenticate.js';
import { createAddressOf } from './admission/client-address.js';
import { createReadForwarding } from './admission/forwarded.js';
import { createTrust } from './admission/trusted-proxies.js';
import type { Settings } from './config/settings.js';
import { createElevenLabsAgent } from './protocols/elevenlabs/signed-urls.js';
import { createPublicUrlOf } from './http/public-url.js';
import { createOriginRule } from './admission/origins.js';
import type { Lock, PolicyRules } from './protocols/openai/client-policy.js';
import { loadProviders } from './providers.js';
import type { RelayOptions } from './server.js';
import type { RelayParts } from './relay-parts.js';
import { createAlerts } from './observability/alerts.js';
import { createMetrics } from './observability/metrics.js';
import { createSessions } from './session/sessions.js';
import { createMemoryState } from './state/memory-state.js';
import { openRedisState } from './state/redis-state.js';
import type { SharedState } from './state/shared-state.js';
import { chooseUpstream } from './protocols/openai/upstreams/choose-upstream.js';
import { loadLocal } from './protocols/openai/upstreams/load-local.js';
import { createFileSink } from './usage/file-sink.js';

/** Makes the parts of a relay of its options. */
export async function assemble(options: RelayOptions, signal: AbortSignal): Promise<RelayParts> {
  const { settings, demo, onLocalProgress, log = pino({ level: settings.LOG_LEVEL, base: null }) } = options;
  const providers = await loadProviders();
  const isTrusted = createTrust(settings.RELAY_TRUSTED_PROXIES);
  const readForwarding = createReadForwarding(settings.RELAY_PROXY_HEADERS);
  const addressOf = createAddressOf(isTrusted, readForwarding);
  const { prefix = '' } = options;
  const upstream = await chooseUpstream({
    settings,
    providers,
    log,
    loadLocal: () => loadLocal(settings, onLocalProgress, signal),
  });
  const sessions = createSessions();
  const file = settings.RELAY_USAGE_FILE;

  return {
    prefix,
    settings,
    log,
    authenticate: options.authenticate ?? chooseAuthenticate(settings, addressOf, log),
    addressOf,
    publicUrlOf: createPublicUrlOf(settings.RELAY_PUBLIC_URL, isTrusted, readForwarding, prefix),
    mayUse: createOriginRule(settings.RELAY_ALLOWED_ORIGINS),
    state: await openState(settings, log, signal),
    rules: { locks: locksOf(settings), voices: upstream.offer.voices, ...transcriptionOf(settings) },
    sessions,
    upstream,
    elevenLabs: createElevenLabsAgent(settings),
    usageSink:
      options.usageSink ?? (file === undefined ? (record) => log.info({ usage: record }, 'usage') : createFileSink(file)),
    metrics: createMetrics(() => sessions.count),
    alerts: createAlerts(settings.RELAY_ALERT_URL, log),
    secrets: secretsOf(settings),
    demo,
  };
}

function openState(
  { REDIS_URL: url, RELAY_STATE_TIMEOUT_MS: patienceMs }: Settings,
  log: Logger,
  signal: AbortSignal,
): SharedState | Promise<SharedState> {
  return url === undefined ? createMemoryState(systemClock) : openRedisState({ url, patienceMs }, log, signal);
}

/** What the relay sets up itself is locked without saying. */
function locksOf({ RELAY_LOCKS, RELAY_SESSION }: Settings): ReadonlySet<Lock> {
  const locks = new Set<Lock>(RELAY_LOCKS);
  if (RELAY_SESSION?.instructions !== undefined) locks.add('instructions');
  if (RELAY_SESSION?.tools !== undefined) locks.add('tools');
  return locks;
}

/** Azure knows transcription models by the names of deployments; a page cannot know those. */
function transcriptionOf(settings: Settings): Pick<PolicyRules, 'transcriptionModel'> {
  if (settings.AZURE_OPENAI_ENDPOINT === undefined) return {};
  return { transcriptionModel: settings.AZURE_OPENAI_TRANSCRIPTION_DEPLOYMENT ?? null };
}

function secretsOf(settings: Settings): readonly string[] {
  const { OPENAI_API_KEY, AZURE_OPENAI_API_KEY, ELEVENLABS_API_KEY, RELAY_AUTH_SECRET, RELAY_METRICS_TOKEN } = settings;
  return [OPENAI_API_KEY, AZURE_OPENAI_API_KEY, ELEVENLABS_API_KEY, RELAY_AUTH_SECRET, RELAY_METRICS_TOKEN].filter(
    (secret) => secret !== undefined,
  );
}
