import type { Logger } from 'pino';
import type { Authenticate } from './admission/authenticate.js';
import type { AddressOf } from './admission/client-address.js';
import type { Settings } from './config/settings.js';
import type { ElevenLabsAgent } from './protocols/elevenlabs/signed-urls.js';
import type { DemoFolders } from './http/demo.js';
import type { PublicUrlOf } from './http/public-url.js';
import type { OriginRule } from './admission/origins.js';
import type { PolicyRules } from './protocols/openai/client-policy.js';
import type { Alerts } from './observability/alerts.js';
import type { Metrics } from './observability/metrics.js';
import type { Sessions } from './session/sessions.js';
import type { SharedState } from './state/shared-state.js';
import type { Upstream } from './upstream/upstream.js';
import type { UsageSink } from './usage/usage-record.js';

/** What a relay is put together from. */
export interface RelayParts {
  /** Before every route: empty, or a path such as `/voice-agent`. */
  readonly prefix: string;
  readonly settings: Settings;
  readonly log: Logger;
  readonly authenticate: Authenticate;
  readonly addressOf: AddressOf;
  readonly publicUrlOf: PublicUrlOf;
  readonly mayUse: OriginRule;
  readonly state: SharedState;
  readonly rules: PolicyRules;
  readonly sessions: Sessions;
  readonly upstream: Upstream;
  /** `undefined` where it is not offered. */
  readonly elevenLabs: ElevenLabsAgent | undefined;
  readonly usageSink: UsageSink;
  readonly metrics: Metrics;
  readonly alerts: Alerts;
  /** Keys that must not be seen outside, whoever repeats them. */
  readonly secrets: readonly string[];
  readonly demo: DemoFolders | undefined;
}
