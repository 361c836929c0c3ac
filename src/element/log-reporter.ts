import type { AgentState, Cost, Latency, Transcript, TranscriptItem } from '../spec/snapshot.js';
import type { LogEntry } from '../spec/voice-event.js';
import { AgentEvent, type AgentEventDetails, type AgentEventType } from './agent-events.js';
import type { Run } from './run.js';
import { helpOf, type Strings } from './strings.js';

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
  let before: Views = { ...views(), state: shown };

  log.subscribe((entry) => {
    const after = views();
    const previous = before;
    before = after;
    emit('agent-log', { entry });
    if (after.state !== previous.state) emit('agent-state', { state: after.state, previous: previous.state, ...reasonOf(entry) });
    tellEntry(entry, emit, agent.strings);
    if (after.transcript !== previous.transcript) tellTranscript(previous.transcript, after.transcript, emit);
    if (after.cost !== previous.cost) emit('agent-cost', { ...after.cost, prices: prices() });
    if (after.latency.latest && after.latency !== previous.latency) emit('agent-latency', after.latency.latest);
    onTold(entry, previous, after);
  }, signal);
}

type Emit = <T extends AgentEventType>(type: T, detail: AgentEventDetails[T]) => void;

function reasonOf({ event }: LogEntry): { reason?: string } {
  if (event.type === 'ended') return { reason: event.reason };
  return event.type === 'failed' ? { reason: event.code } : {};
}

function tellEntry({ event }: LogEntry, emit: Emit, strings: Strings): void {
  switch (event.type) {
    case 'line-connecting':
    case 'line-open':
      return emit('agent-connection', { status: event.type === 'line-open' ? 'open' : 'connecting', attempt: 1 });
    case 'line-closed':
      return emit('agent-connection', { status: 'closed', attempt: 1, code: event.closeCode });
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

function tellTranscript(before: Transcript, after: Transcript, emit: Emit): void {
  const known = new Map(before.map((item) => [item.id, item]));
  for (const item of after) {
    const previous = known.get(item.id);
    if (item === previous || item.tool) continue;
    const { kind: _kind, tool: _tool, heardMs = 0, ...bubble } = item;
    const { text, heard = '', interrupted } = bubble;
    emit('agent-transcript', { ...bubble, delta: deltaOf(previous, text) });
    if (interrupted && !previous?.interrupted) emit('agent-interrupted', { itemId: item.id, heardMs, text: heard });
  }
}

/** What came to the end of the text. A provider may also replace what it guessed: then there is no such thing. */
function deltaOf(previous: TranscriptItem | undefined, text: string): string {
  const old = previous?.text ?? '';
  return text.startsWith(old) ? text.slice(old.length) : '';
}
