import { isFields } from '../../lib/fields.js';
import { AgentError } from '../../spec/agent-error.js';
import type { Action } from '../../spec/action.js';
import type { ProviderEvent } from '../../spec/voice-event.js';

/** One line of a script. Sound is not written down: it is made for each `agent-audio` event, as long as that says. */
export type Cue =
  | { readonly cue: 'wait'; readonly ms: number }
  | { readonly cue: 'emit'; readonly event: ProviderEvent }
  /** Goes on once the session has sent such an action; one that was sent since the last such cue counts. */
  | { readonly cue: 'await'; readonly action: Action['type'] }
  | { readonly cue: 'close'; readonly closeCode: number; readonly reason: string };

/** A conversation as the provider's side of it is played. Plain data: it can be kept as JSON. */
export type Script = readonly Cue[];

const EVENTS = {
  'session-created': true,
  'session-ready': true,
  'user-started': true,
  'user-stopped': true,
  'user-silent': true,
  'user-committed': true,
  'item-added': true,
  'user-transcript': true,
  'user-transcript-done': true,
  'user-transcript-failed': true,
  'response-started': true,
  'response-done': true,
  'agent-transcript': true,
  'agent-transcript-done': true,
  'agent-audio': true,
  'agent-audio-done': true,
  'tool-called': true,
  'rate-limits': true,
  'item-truncated': true,
  'provider-error': true,
  'frame-ignored': true,
} as const satisfies Record<ProviderEvent['type'], true>;

/** Told apart by name alone; whoever writes a script knows the events' fields from their types. */
export function isProviderEvent(value: unknown): value is ProviderEvent {
  return isFields(value) && typeof value.type === 'string' && Object.hasOwn(EVENTS, value.type);
}

/** Throws an `AgentError` with code `invalid-configuration` on what is no script. */
export function parseScript(value: unknown): Script {
  if (!Array.isArray(value)) throw new AgentError('invalid-configuration', 'A script is a list of cues.');
  const cues: readonly unknown[] = value;
  const wrong = cues.findIndex((cue) => !isCue(cue));
  if (wrong !== -1) throw new AgentError('invalid-configuration', `Cue ${wrong} of the script is none.`);
  return cues.filter(isCue);
}

function isCue(value: unknown): value is Cue {
  if (!isFields(value)) return false;
  switch (value.cue) {
    case 'wait':
      return typeof value.ms === 'number';
    case 'emit':
      return isProviderEvent(value.event);
    case 'await':
      return typeof value.action === 'string';
    case 'close':
      return typeof value.closeCode === 'number' && typeof value.reason === 'string';
    default:
      return false;
  }
}
