/** Safari's `interrupted` is a phone call, Siri or a locked screen. */
export type ContextState = AudioContextState | 'interrupted';

/**
 * Whether a context that ought to run may be told so. Never while it is interrupted: Safari then fails and may say
 * `running` for ever with a clock that stands still; it becomes `suspended` when the interruption is over.
 */
export function mayResume(state: ContextState): boolean {
  return state === 'suspended';
}

/** Starts `context`, and brings it back after interruptions until `signal` aborts. */
export function keepRunning(context: AudioContext, signal: AbortSignal): void {
  const look = (): void => {
    // Settles only when the browser lets sound begin, which may be never.
    if (mayResume(context.state)) context.resume().catch(() => undefined);
  };
  context.addEventListener('statechange', look, { signal });
  document.addEventListener('visibilitychange', look, { signal });
  look();
}
