import { explainMissingPackage } from './engines/model-files.js';
import type { LocalAgent, LocalAgentOptions } from './local-agent.js';

export type { ConnectionOptions, LoadStep, LocalAgent, LocalAgentOptions, LocalConnection } from './local-agent.js';
export { VOICE_NAMES } from './protocols/openai/voices.js';

/**
 * Loads the engines, one thread each, in a few seconds and 700 to 900 MB of memory. They end when `signal` aborts. Rejects with
 * an `AgentError` that names the package and the command to install it if one is missing or has the wrong version.
 */
export async function loadLocalAgent(options: LocalAgentOptions, signal: AbortSignal): Promise<LocalAgent> {
  try {
    const { openLocalAgent } = await import('./local-agent.js');
    return await openLocalAgent(options, signal);
  } catch (thrown) {
    throw explainMissingPackage(thrown);
  }
}
