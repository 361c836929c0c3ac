import type { Notices } from '../../session/notices.js';
import type { LogEntry } from '../../spec/voice-event.js';
import type { Snapshot } from '../report-events.js';
import { dollars } from '../parts/meters.js';
import type { InterfaceContext } from './interface-context.js';

type Words = Pick<InterfaceContext, 't' | 'lang' | 'wordsFor'>;

/** What a limit's warning says. */
export function limitWarning({ kind, remaining }: NonNullable<Notices['limit']>, { t, lang }: Words): string {
  return t(`limit-${kind}`, { remaining: kind === 'cost' ? dollars(remaining, lang) : String(Math.round(remaining)) });
}

/**
 * What a screen reader says about an entry, if anything: where the conversation stands, not every word. Speaking and
 * hearing announce themselves by sound; in writing the agent's finished answers are read out.
 */
export function announcementOf({ event }: LogEntry, before: Snapshot, after: Snapshot, context: Words): string | undefined {
  const { state } = after;
  if (event.type === 'limit-near') return limitWarning(event, context);
  if (event.type === 'set-muted') return event.muted ? context.t('muted') : context.wordsFor(state);
  if (event.type === 'agent-transcript-done') {
    const written = after.transcript.find(({ id }) => id === event.itemId);
    return written?.heard === undefined ? written?.text : undefined;
  }
  return state === before.state || state === 'hearing' || state === 'speaking' ? undefined : context.wordsFor(state);
}
