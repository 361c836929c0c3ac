export type { Authenticate } from './admission/authenticate.js';
export { readSettings, type Settings } from './config/settings.js';
export type { DemoFolders } from './http/demo.js';
export type { HttpServer, Middleware } from './mount.js';
export { createRelay, type Relay, type RelayOptions } from './server.js';
export type { LocalProgress } from './protocols/openai/upstreams/load-local.js';
export type { UsageRecord, UsageSink } from './usage/usage-record.js';
