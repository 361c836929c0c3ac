export { loadLocalAgent, type LoadStep, type LocalAgent, type LocalAgentOptions } from './local-agent.js';
export type { ConnectionOptions, LocalConnection } from './realtime/connection.js';
