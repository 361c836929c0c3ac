export type { Authenticate } from './auth/authenticate.js';
export { readSettings, type Settings } from './config/settings.js';
export type { DemoFolders } from './http/demo.js';
export type { HttpServer, Middleware } from './mount.js';
export { createRelay, type Relay, type RelayOptions } from './relay.js';
export type { LocalProgress } from './upstream/load-local.js';
export type { UsageRecord, UsageSink } from './usage/usage-record.js';
