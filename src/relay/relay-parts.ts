import type { Logger } from 'pino';
import type { Provider } from '../spec/provider.js';
import type { Settings } from './config/settings.js';
import type { DemoFolders } from './http/demo.js';
import type { OriginRule } from './origins.js';
import type { Sessions } from './session/sessions.js';
import type { Tickets } from './tickets/tickets.js';
import type { Upstream } from './upstream/upstream.js';

/** What a relay is put together from. */
export interface RelayParts {
  readonly settings: Settings;
  readonly log: Logger;
  /** The providers whose conversations go over this relay. */
  readonly providers: readonly Provider[];
  readonly upstream: Upstream;
  readonly tickets: Tickets;
  readonly mayUse: OriginRule;
  readonly sessions: Sessions;
  readonly demo: DemoFolders | undefined;
}
