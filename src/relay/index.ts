export { readSettings, type Settings } from './config/settings.js';
export type { DemoFolders } from './http/demo.js';
export { createRelay, type Relay, type RelayOptions } from './relay.js';
export type { LocalProgress } from './upstream/load-local.js';
