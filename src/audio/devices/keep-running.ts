/** Safari's `interrupted` is a phone call, Siri or a locked screen. */
export type ContextState = AudioContextState | 'interrupted';

/**
 * Whether `resume()` may be called on a context that should run. Never while it is interrupted: Safari then fails and may
 * report `running` for ever with a clock that stands still; it becomes `suspended` when the interruption is over.
 */
export function mayResume(state: ContextState): boolean {
  return state === 'suspended';
}

/** Starts `context`, and resumes it after interruptions until `signal` aborts. */
export function keepRunning(context: AudioContext, signal: AbortSignal): void {
  const resume = (): void => {
    // Settles only when the browser allows playback, which may be never.
    if (mayResume(context.state)) context.resume().catch(() => undefined);
  };
  context.addEventListener('statechange', resume, { signal });
  document.addEventListener('visibilitychange', resume, { signal });
  resume();
}
