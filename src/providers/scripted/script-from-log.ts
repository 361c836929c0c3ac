import type { LogEntry } from '../../spec/voice-event.js';
import type { Cue, Script } from './script.js';
import { isProviderEvent } from './script.js';

/** The provider's side of a recorded conversation, with its own pauses. What the session sends is not waited for, but for its configuration. */
export function scriptFromLog(entries: readonly LogEntry[]): Script {
  let before: number | undefined;
  return entries.flatMap(({ at, event }): readonly Cue[] => {
    const ms = at - (before ?? at);
    if (event.type === 'connection-closed')
      return [
        { cue: 'wait', ms },
        { cue: 'close', closeCode: event.closeCode, reason: event.reason },
      ];
    if (!isProviderEvent(event)) return [];
    before = at;
    const pause: readonly Cue[] = ms > 0 ? [{ cue: 'wait', ms }] : [];
    const configured: readonly Cue[] = event.type === 'session-created' ? [{ cue: 'await', action: 'configure' }] : [];
    return [...pause, { cue: 'emit', event }, ...configured];
  });
}
