/**
 * What speaks in this context, for what listens in it. All processors of a context share one thread and one scope, so the
 * microphone's can duck the agent's voice in the same render quantum, whatever the page is busy with.
 */
export interface AgentVoice {
  /** Mean power of the latest render quantum; 0 while it is silent. */
  readonly power: number;
  /** Lowers it while the person speaks, unless it was told not to care; brings it back. */
  yieldTo(speaking: boolean): void;
}

/** All that speak now. */
export const agentVoices = new Set<AgentVoice>();
