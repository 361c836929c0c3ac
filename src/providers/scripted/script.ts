import { isFields } from '../../lib/fields.js';
import type { Action } from '../../spec/action.js';
import { AgentError } from '../../spec/agent-error.js';
import type { LogEntry, ProviderEvent } from '../../spec/voice-event.js';

/** One line of a script. It holds no audio: that is made for each `agent-audio` event, as long as the event's duration. */
export type Cue =
  | { readonly cue: 'wait'; readonly ms: number }
  | { readonly cue: 'emit'; readonly event: ProviderEvent }
  /**
   * Goes on once the session has sent such an action; one that was sent since the last such cue counts. `open` is the first
   * message of a conversation, which carries its configuration.
   */
  | { readonly cue: 'await'; readonly action: Action['type'] | 'open' }
  | { readonly cue: 'close'; readonly closeCode: number; readonly reason: string };

/** The provider's side of a conversation. Plain data: it can be kept as JSON. */
export type Script = readonly Cue[];

const EVENTS = {
  'session-created': true,
  'session-ready': true,
  'session-expiring': true,
  'audio-formats': true,
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
  'response-interrupted': true,
  'agent-transcript': true,
  'agent-transcript-done': true,
  'agent-transcript-corrected': true,
  'agent-audio': true,
  'agent-audio-done': true,
  'agent-speaking': true,
  'tool-called': true,
  'usage-reported': true,
  'rate-limits': true,
  'item-truncated': true,
  'provider-error': true,
  'frame-ignored': true,
} as const satisfies Record<ProviderEvent['type'], true>;

/** Checks the name alone; whoever writes a script knows the events' fields from their types. */
export function isProviderEvent(value: unknown): value is ProviderEvent {
  return isFields(value) && typeof value.type === 'string' && Object.hasOwn(EVENTS, value.type);
}

/** Throws an `AgentError` with code `invalid-configuration` if `value` is not a script. */
export function parseScript(value: unknown): Script {
  if (!Array.isArray(value)) throw new AgentError('invalid-configuration', 'A script is a list of cues.');
  return value.map((cue: unknown, index) => {
    if (isCue(cue)) return cue;
    throw new AgentError('invalid-configuration', `cue ${index} is not a cue: ${String(JSON.stringify(cue)).slice(0, 80)}`);
  });
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

/**
 * The provider's side of a recorded conversation, with its own pauses. It waits for the session's first message and for
 * nothing that the session sends later.
 */
export function scriptFromLog(entries: readonly LogEntry[]): Script {
  let before: number | undefined;
  const cues = entries.flatMap(({ at, event }): readonly Cue[] => {
    const ms = at - (before ?? at);
    if (event.type === 'connection-closed')
      return [
        { cue: 'wait', ms },
        { cue: 'close', closeCode: event.closeCode, reason: event.reason },
      ];
    if (!isProviderEvent(event)) return [];
    before = at;
    return ms > 0
      ? [
          { cue: 'wait', ms },
          { cue: 'emit', event },
        ]
      : [{ cue: 'emit', event }];
  });
  return [{ cue: 'await', action: 'open' }, ...cues];
}
