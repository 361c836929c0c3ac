import type { LogEntry } from '../../spec/voice-event.js';
import type { Views } from '../log-reporter.js';
import { dollars } from '../parts/meters.js';
import type { Translate } from '../strings.js';

/** What a limit's warning says. */
export function limitWarning(kind: 'idle' | 'duration' | 'cost', remaining: number, t: Translate, lang: string): string {
  return t(`limit-${kind}`, { remaining: kind === 'cost' ? dollars(remaining, lang) : String(Math.round(remaining)) });
}

/**
 * What a screen reader says about an entry, if anything: where the conversation stands, not every word. Speaking and
 * hearing announce themselves by sound; in writing the agent's finished answers are read out.
 */
export function announcementOf({ event }: LogEntry, before: Views, after: Views, t: Translate, lang: string): string | undefined {
  if (event.type === 'limit-near') return limitWarning(event.kind, event.remaining, t, lang);
  if (event.type === 'set-muted') return t(event.muted ? 'muted' : `state-${after.state}`);
  if (event.type === 'agent-transcript-done') {
    const written = after.transcript.find(({ id }) => id === event.itemId);
    return written && written.heard === undefined ? written.text : undefined;
  }
  if (after.state === before.state || after.state === 'hearing' || after.state === 'speaking') return undefined;
  return t(`state-${after.state}`);
}
