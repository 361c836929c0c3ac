export type { Authenticate } from './admission/authenticate.js';
export { readSettings, type Settings } from './config/settings.js';
export type { DemoFolders } from './http/demo.js';
export type { HttpServer, Middleware } from './mount.js';
export type { LocalProgress, RelayOptions } from './relay-parts.js';
export { createRelay, type Relay } from './server.js';
export type { UsageRecord, UsageSink } from './usage/usage-record.js';
