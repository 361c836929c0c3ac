import type { Notices } from '../session/notices.js';
import type { AgentState, Cost, Latency, Transcript } from '../spec/snapshot.js';
import type { LogEntry } from '../spec/voice-event.js';
import type { ConversationRun } from './conversation-run.js';
import { AgentEvent, type Emit } from './events.js';
import { helpOf, type Strings } from './strings.js';
import { createTranscriptEmitter } from './transcript-emitter.js';

/** What the folds of a conversation show at one moment. What means the same is the same object. */
export interface Snapshot {
  readonly state: AgentState;
  readonly transcript: Transcript;
  readonly cost: Cost;
  readonly latency: Latency;
  readonly notices: Notices;
}

/** Dispatches the events, and words the help in them. */
type Reporter = HTMLElement & { readonly strings: Strings };

/** Called after all events of one entry were dispatched. */
export type OnReported = (entry: LogEntry, before: Snapshot, after: Snapshot) => void;

/** Share of a rate limit that is left when the page is warned of it. */
const LOW_RATE = 0.1;

export function snapshotOf({ views }: Pick<ConversationRun, 'views'>): Snapshot {
  return {
    state: views.session.current(),
    transcript: views.transcript.current(),
    cost: views.cost.current(),
    latency: views.latency.current(),
    notices: views.notices.current(),
  };
}

/** Dispatches what the log of `run` says as DOM events, in the log's order. `shown` is the state that was shown before. */
export function reportEvents(
  agent: Reporter,
  run: ConversationRun,
  shown: AgentState,
  onReported: OnReported,
  signal: AbortSignal,
): void {
  const { log, views } = run;
  const emit: Emit = (type, detail) => agent.dispatchEvent(new AgentEvent(type, detail));
  const emitTranscript = createTranscriptEmitter(emit);
  let before: Snapshot = { ...snapshotOf(run), state: shown };

  log.subscribe((entry) => {
    const after = snapshotOf(run);
    const previous = before;
    before = after;
    emit('agent-log', { entry });
    if (after.state !== previous.state) emit('agent-state', { state: after.state, previous: previous.state, ...reasonOf(entry) });
    // A service that sends one malformed frame sends many: the first is reported, the metrics count them all.
    if (entry.event.type !== 'frame-malformed' || views.metrics.current().malformedFrames === 1)
      reportEntry(entry, emit, agent.strings);
    emitTranscript(entry, after.transcript);
    if (after.cost !== previous.cost) emit('agent-cost', { ...after.cost, prices: views.prices() });
    if (after.latency.latest && after.latency !== previous.latency) emit('agent-latency', after.latency.latest);
    onReported(entry, previous, after);
  }, signal);
}

function reasonOf({ event }: LogEntry): { reason?: string } {
  if (event.type === 'ended') return { reason: event.reason };
  return event.type === 'failed' ? { reason: event.code } : {};
}

function reportEntry({ event }: LogEntry, emit: Emit, strings: Strings): void {
  switch (event.type) {
    case 'connection-opening':
    case 'connection-open':
      return emit('agent-connection', { status: event.type === 'connection-open' ? 'open' : 'connecting', attempt: 1 });
    case 'connection-closed':
      return emit('agent-connection', { status: 'closed', attempt: 1, code: event.closeCode });
    case 'devices-changed':
      return emit('agent-devices', { devices: event.devices });
    case 'tool-finished':
      return emit('agent-tool-result', { id: event.callId, name: event.name, ...event.outcome, durationMs: event.durationMs });
    case 'limit-near':
      return emit('agent-limit', { kind: event.kind, remaining: event.remaining, ending: false });
    case 'rate-limits':
      for (const { limit, remaining } of event.limits)
        if (remaining < limit * LOW_RATE) emit('agent-limit', { kind: 'rate', remaining, ending: false });
      return;
    case 'frame-malformed': {
      const message = `A frame of ${event.bytes} bytes is malformed: ${event.message}.`;
      return emit('agent-error', { code: event.type, message, recoverable: true, help: helpOf(event.type, strings) });
    }
    case 'failed': {
      const { code, message, recoverable } = event;
      return emit('agent-error', { code, message, recoverable, help: helpOf(code, strings) });
    }
    default:
  }
}
