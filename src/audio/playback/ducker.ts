/**
 * The agent's voice as the barge-in monitor sees it. All processors of a context share one thread and one global scope, so the
 * microphone's can duck the voice in the same render quantum, whatever the page is busy with.
 */
export interface Ducker {
  /** Mean power of the latest render quantum, full scale 1; 0 while silent. */
  readonly power: number;
  /** Lowers the voice while the person speaks, unless barge-in is off, and restores it. */
  duckWhile(speaking: boolean): void;
}

/** Those that are playing in this context. */
export const duckers = new Set<Ducker>();
