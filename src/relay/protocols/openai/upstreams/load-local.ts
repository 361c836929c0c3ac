import type { LoadStep, LocalAgent } from '../../../../local/index.js';
import type { Settings } from '../../../config/settings.js';

/** Told each time a part of the local agent is loaded. */
export type LocalProgress = (step: LoadStep) => void;

/** The agent and its models are large, so only a relay without a key ever loads them. */
export async function loadLocal(
  { LOCAL_LLM_URL: llmUrl }: Settings,
  onProgress: LocalProgress = () => undefined,
  signal: AbortSignal,
): Promise<LocalAgent> {
  const { loadLocalAgent } = await import('../../../../local/index.js');
  return loadLocalAgent({ onProgress, ...(llmUrl !== undefined && { llmUrl }) }, signal);
}
