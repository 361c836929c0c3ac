import { pino, type Logger } from 'pino';
import { systemClock } from '../lib/clock.js';
import type { LoadStep } from '../local/index.js';
import type { Authenticate } from './admission/authenticate.js';
import { chooseAuthenticate } from './admission/choose-authenticate.js';
import { createAddressOf, type AddressOf } from './admission/client-address.js';
import { createReadForwarding } from './admission/forwarded.js';
import { createIsAllowedOrigin, type IsAllowedOrigin } from './admission/origins.js';
import { createTrust } from './admission/trusted-proxies.js';
import { secretsIn } from './config/secrets.js';
import type { Settings } from './config/settings.js';
import type { DemoFolders } from './http/demo.js';
import { createPublicUrlOf, type PublicUrlOf } from './http/public-url.js';
import { createAlerts, type Alerts } from './observability/alerts.js';
import { createMetrics, type Metrics } from './observability/metrics.js';
import { openServices, SERVICES } from './protocols/registry.js';
import type { Service, ServiceDefinition } from './protocols/service.js';
import { createSessions, type Sessions } from './session/sessions.js';
import { createMemoryState } from './state/memory-state.js';
import { openRedisState } from './state/redis-state.js';
import type { SharedState } from './state/shared-state.js';
import { createFileSink } from './usage/file-sink.js';
import type { UsageSink } from './usage/usage-record.js';

/** Called for each part of the local agent that was loaded. */
export type LocalProgress = (step: LoadStep) => void;

export interface RelayOptions {
  /** From `readSettings`. */
  readonly settings: Settings;
  /** Authenticates requests. By default signed tokens do, where `RELAY_AUTH_SECRET` or `RELAY_AUTH_JWKS_URL` is set. */
  readonly authenticate?: Authenticate;
  /** Receives one record for each conversation. By default `RELAY_USAGE_FILE` or the log does. */
  readonly usageSink?: UsageSink;
  readonly log?: Logger;
  /** The path below which the relay lives in a server of your own, for instance `/voice-agent`. */
  readonly prefix?: string;
  /** Serves the demo page at `/`. */
  readonly demo?: DemoFolders;
  /** Reports how far the local agent is loaded; it is loaded where no key is set. */
  readonly onLocalProgress?: LocalProgress;
}

/** What a relay is composed of. Functions declare the parts that they need; nothing but the server imports this type. */
export interface RelayParts {
  /** Precedes every route: empty, or a path such as `/voice-agent`. */
  readonly prefix: string;
  readonly settings: Settings;
  readonly log: Logger;
  readonly authenticate: Authenticate;
  readonly addressOf: AddressOf;
  readonly publicUrlOf: PublicUrlOf;
  /** The same as the client sees it, whatever is configured. */
  readonly requestedUrlOf: PublicUrlOf;
  readonly isAllowedOrigin: IsAllowedOrigin;
  readonly state: SharedState;
  readonly sessions: Sessions;
  /** The services that the relay knows, and those of them that it offers, by the id of their provider. */
  readonly definitions: readonly ServiceDefinition[];
  readonly services: ReadonlyMap<string, Service>;
  readonly usageSink: UsageSink;
  readonly metrics: Metrics;
  readonly alerts: Alerts;
  /** Keys that must never leave the relay. */
  readonly secrets: readonly string[];
  readonly demo: DemoFolders | undefined;
}

export async function createRelayParts(options: RelayOptions, signal: AbortSignal): Promise<RelayParts> {
  const { settings, demo, onLocalProgress, prefix = '', log = pino({ level: settings.LOG_LEVEL, base: null }) } = options;
  const isTrusted = createTrust(settings.RELAY_TRUSTED_PROXIES);
  const readForwarding = createReadForwarding(settings.RELAY_PROXY_HEADERS);
  const addressOf = createAddressOf(isTrusted, readForwarding);
  const services = await openServices({ settings, log, onLoading: onLocalProgress }, signal);
  const sessions = createSessions();
  const file = settings.RELAY_USAGE_FILE;

  return {
    prefix,
    settings,
    log,
    authenticate: options.authenticate ?? chooseAuthenticate({ settings, services, addressOf, log }),
    addressOf,
    publicUrlOf: createPublicUrlOf(settings.RELAY_PUBLIC_URL, isTrusted, readForwarding, prefix),
    requestedUrlOf: createPublicUrlOf(undefined, isTrusted, readForwarding, prefix),
    isAllowedOrigin: createIsAllowedOrigin(settings.RELAY_ALLOWED_ORIGINS),
    state: await openState(settings, log, signal),
    sessions,
    definitions: SERVICES,
    services,
    usageSink:
      options.usageSink ?? (file === undefined ? (record) => log.info({ usage: record }, 'usage') : createFileSink(file)),
    metrics: createMetrics(() => sessions.count),
    alerts: createAlerts(settings.RELAY_ALERT_URL, log),
    secrets: secretsIn(settings),
    demo,
  };
}

function openState(
  { REDIS_URL: url, RELAY_STATE_TIMEOUT_MS: timeoutMs }: Settings,
  log: Logger,
  signal: AbortSignal,
): SharedState | Promise<SharedState> {
  return url === undefined ? createMemoryState(systemClock) : openRedisState({ url, timeoutMs }, log, signal);
}
