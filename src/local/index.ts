import { explainMissing } from './engines/explain-missing.js';
import type { LocalAgent, LocalAgentOptions } from './local-agent.js';

export type { LoadStep, LocalAgent, LocalAgentOptions } from './local-agent.js';
export { VOICE_NAMES } from './realtime/voices.js';
export type { ConnectionOptions, LocalConnection } from './realtime/connection.js';

/**
 * Loads the engines, one thread each; takes seconds and 700 to 900 MB. They end when `signal` aborts. Rejects with an
 * `AgentError` that names the package and the command that installs it where one is missing or not the right one.
 */
export async function loadLocalAgent(options: LocalAgentOptions, signal: AbortSignal): Promise<LocalAgent> {
  try {
    const { openLocalAgent } = await import('./local-agent.js');
    return await openLocalAgent(options, signal);
  } catch (thrown) {
    throw explainMissing(thrown);
  }
}
