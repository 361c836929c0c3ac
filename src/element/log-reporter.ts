import type { AgentState, Cost, Latency, Transcript } from '../spec/snapshot.js';
import type { LogEntry } from '../spec/voice-event.js';
import { AgentEvent, type Emit } from './agent-events.js';
import type { Run } from './run.js';
import { helpOf, type Strings } from './strings.js';
import { createTranscriptTeller } from './transcript-teller.js';

/** Every view of the log at one moment. */
export interface Views {
  readonly state: AgentState;
  readonly transcript: Transcript;
  readonly cost: Cost;
  readonly latency: Latency;
}

/** Who hears what the log says, and in whose words the person is helped. */
type Reporter = HTMLElement & { readonly strings: Strings };

/** Hears after everything about one entry was told. A view that means the same is the same object. */
export type OnTold = (entry: LogEntry, before: Views, after: Views) => void;

/** Share of a rate limit that is left when the page hears of it. */
const LOW_RATE = 0.1;

/** Tells the page what `run`'s log says, as DOM events, in the log's order. `shown` is the state that was shown before. */
export function reportLog(agent: Reporter, run: Run, shown: AgentState, onTold: OnTold, signal: AbortSignal): void {
  const { log, views, prices } = run;
  const emit: Emit = (type, detail) => agent.dispatchEvent(new AgentEvent(type, detail));
  const tellTranscript = createTranscriptTeller(emit);
  let before: Views = { ...views(), state: shown };

  log.subscribe((entry) => {
    const after = views();
    const previous = before;
    before = after;
    emit('agent-log', { entry });
    if (after.state !== previous.state) emit('agent-state', { state: after.state, previous: previous.state, ...reasonOf(entry) });
    // Who garbles one frame garbles many: the first is told, the metrics count them all.
    if (entry.event.type !== 'frame-malformed' || run.metrics().malformedFrames === 1) tellEntry(entry, emit, agent.strings);
    tellTranscript(entry, after.transcript);
    if (after.cost !== previous.cost) emit('agent-cost', { ...after.cost, prices: prices() });
    if (after.latency.latest && after.latency !== previous.latency) emit('agent-latency', after.latency.latest);
    onTold(entry, previous, after);
  }, signal);
}

function reasonOf({ event }: LogEntry): { reason?: string } {
  if (event.type === 'ended') return { reason: event.reason };
  return event.type === 'failed' ? { reason: event.code } : {};
}

function tellEntry({ event }: LogEntry, emit: Emit, strings: Strings): void {
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
    case 'frame-malformed':
    case 'failed': {
      const { type, message } = event;
      const failure =
        type === 'failed' ? event : { code: type, message: `A frame of ${event.bytes} bytes is ${message}.`, recoverable: true };
      const { code, recoverable } = failure;
      return emit('agent-error', { code, message: failure.message, recoverable, help: helpOf(code, strings) });
    }
    default:
  }
}
