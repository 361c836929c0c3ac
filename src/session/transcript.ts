import type { Transcript, TranscriptItem } from '../spec/snapshot.js';
import type { LogEntry, ProviderEvent, SessionEvent, VoiceEvent } from '../spec/voice-event.js';
import type { Fold } from './fold.js';
import { heardText } from './heard-text.js';
import { findSlot, forget, patchSlot, place, slotOf, type Slot } from './transcript-slots.js';

export interface TranscriptState {
  readonly startedAt: number | undefined;
  /** Every item of the conversation in its order, whether it is shown or only marks a place. */
  readonly slots: readonly Slot[];
  /** Milliseconds of sound that arrived, of the items that are not yet heard to their end. */
  readonly receivedMs: Readonly<Record<string, number>>;
  readonly items: Transcript;
}

/**
 * What was said, in the order of the conversation: the provider's `previousItemId` decides, so that a transcript of the
 * person's speech that comes after the agent's answer still stands before it.
 */
export const transcriptFold: Fold<TranscriptState, Transcript> = {
  initial: { startedAt: undefined, slots: [], receivedMs: {}, items: [] },
  next(previous, entry) {
    const started = previous.startedAt === undefined ? { ...previous, startedAt: entry.at } : previous;
    const next = take(started, entry, entry.at - (started.startedAt ?? entry.at));
    return next.slots === previous.slots ? next : { ...next, items: shown(next.slots) };
  },
  view: (state) => state.items,
};

function shown(slots: readonly Slot[]): Transcript {
  return slots.flatMap(({ item }) =>
    item !== undefined && (item.role === 'user' || item.kind === 'tool' || item.text !== '') ? [item] : [],
  );
}

function take(state: TranscriptState, { event }: LogEntry, ms: number): TranscriptState {
  const slots = takeSlots(state, event, ms);
  const receivedMs = takeSound(state, event);
  return slots === state.slots && receivedMs === state.receivedMs ? state : { ...state, slots, receivedMs };
}

function takeSound({ receivedMs, slots }: TranscriptState, event: VoiceEvent): TranscriptState['receivedMs'] {
  switch (event.type) {
    case 'agent-audio':
      if (findSlot(slots, event.itemId)?.item?.interrupted === true) return receivedMs;
      return { ...receivedMs, [event.itemId]: (receivedMs[event.itemId] ?? 0) + event.durationMs };
    case 'playback-ended':
    case 'playback-flushed': {
      const { [event.itemId]: _heard, ...rest } = receivedMs;
      return rest;
    }
    default:
      return receivedMs;
  }
}

function takeSlots(state: TranscriptState, event: VoiceEvent, ms: number): readonly Slot[] {
  const { slots } = state;
  switch (event.type) {
    case 'user-started':
      return event.itemId === undefined ? slots : slotOf(slots, event.itemId, message('user', event.itemId, ms));
    case 'user-stopped':
      return event.itemId === undefined ? slots : patchSlot(slots, event.itemId, { endMs: ms });
    case 'user-silent':
      return forget(slots, event.itemId);
    case 'user-committed':
      return place(slotOf(slots, event.itemId, message('user', event.itemId, ms)), event.itemId, event.previousItemId);
    case 'item-added':
      return place(slotOf(slots, event.itemId, itemOf(event, ms)), event.itemId, event.previousItemId);
    case 'user-transcript': {
      const said = slotOf(slots, event.itemId, message('user', event.itemId, ms));
      const item = findSlot(said, event.itemId)?.item;
      return item === undefined || item.final ? slots : patchSlot(said, event.itemId, { text: item.text + event.delta });
    }
    case 'user-transcript-done': {
      const said = slotOf(slots, event.itemId, message('user', event.itemId, ms));
      const text = event.text.trim();
      return text === '' ? forget(said, event.itemId) : patchSlot(said, event.itemId, { text, final: true });
    }
    case 'user-transcript-failed':
      return patchSlot(slots, event.itemId, { final: true });
    case 'agent-transcript': {
      const spoken = slotOf(slots, event.itemId, message('agent', event.itemId, ms), event.responseId);
      const item = findSlot(spoken, event.itemId)?.item;
      if (item === undefined || item.final || item.interrupted) return slots;
      return patchSlot(spoken, event.itemId, written(state, item, item.text + event.delta, ms));
    }
    case 'agent-transcript-done': {
      const spoken = slotOf(slots, event.itemId, message('agent', event.itemId, ms), event.responseId);
      const item = findSlot(spoken, event.itemId)?.item;
      if (item === undefined || item.interrupted) return slots;
      return patchSlot(spoken, event.itemId, { ...written(state, item, event.text, ms), final: true });
    }
    case 'playback-started':
      return patchSlot(slots, event.itemId, { startMs: ms, heard: '', heardMs: 0 });
    case 'playback-progress':
      return heardTo(state, event.itemId, event.heardMs, ms);
    case 'playback-ended':
      return allHeard(slots, event.itemId, event.heardMs, ms);
    case 'playback-flushed':
      return patchSlot(heardTo(state, event.itemId, event.heardMs, ms), event.itemId, { interrupted: true, final: true });
    case 'response-done':
      return finishResponse(slots, event);
    case 'tool-called': {
      const id = event.itemId ?? event.callId;
      const tool = { name: event.name, arguments: event.arguments, status: 'running' } as const;
      if (slots.some((slot) => slot.callId === event.callId)) return slots;
      return slotOf(slots, id, { ...message('agent', id, ms), kind: 'tool', tool }, event.responseId, event.callId);
    }
    case 'tool-finished':
      return finishTool(slots, event, ms);
    case 'clear':
      return [];
    default:
      return slots;
  }
}

function message(role: TranscriptItem['role'], id: string, ms: number): TranscriptItem {
  return { id, kind: 'message', role, text: '', final: false, startMs: ms, endMs: ms, interrupted: false };
}

/** Only what somebody says is shown; the rest marks a place that others refer to. */
function itemOf(event: ProviderEvent & { type: 'item-added' }, ms: number): TranscriptItem | undefined {
  if (event.kind !== 'message' || event.role === undefined || event.role === 'system') return undefined;
  const text = event.text ?? '';
  return { ...message(event.role, event.itemId, ms), text, final: event.role === 'user' && text !== '' };
}

/** Where all sound was heard before its words came, the words were heard too. */
function written({ receivedMs }: TranscriptState, item: TranscriptItem, text: string, ms: number): Partial<TranscriptItem> {
  const heardOut = item.heardMs !== undefined && receivedMs[item.id] === undefined;
  return { text, endMs: ms, ...(heardOut ? { heard: text } : {}) };
}

function heardTo({ slots, receivedMs }: TranscriptState, itemId: string, heardMs: number, ms: number): readonly Slot[] {
  const item = findSlot(slots, itemId)?.item;
  if (item === undefined || item.interrupted) return slots;
  const heard = heardText(item.text, heardMs, receivedMs[itemId] ?? heardMs);
  const longest = heard.length > (item.heard?.length ?? 0) ? heard : (item.heard ?? heard);
  return patchSlot(slots, itemId, { heard: longest, heardMs, endMs: ms });
}

function allHeard(slots: readonly Slot[], itemId: string, heardMs: number, ms: number): readonly Slot[] {
  const item = findSlot(slots, itemId)?.item;
  return item === undefined ? slots : patchSlot(slots, itemId, { heard: item.text, heardMs, endMs: ms });
}

/** What a response left unfinished stays so; cancelled before any sound, nothing of it was heard. */
function finishResponse(slots: readonly Slot[], event: ProviderEvent & { type: 'response-done' }): readonly Slot[] {
  const cancelled = event.status === 'cancelled';
  return slots.reduce((soFar, { id, responseId, item }) => {
    if (responseId !== event.responseId || item === undefined || item.kind === 'tool' || item.final) return soFar;
    return patchSlot(soFar, id, { final: true, interrupted: item.interrupted || cancelled });
  }, slots);
}

function finishTool(slots: readonly Slot[], event: SessionEvent & { type: 'tool-finished' }, ms: number): readonly Slot[] {
  const slot = slots.find((one) => one.callId === event.callId);
  const tool = slot?.item?.tool;
  if (slot === undefined || tool === undefined || tool.status !== 'running') return slots;
  const { outcome, durationMs } = event;
  const ended =
    'error' in outcome
      ? ({ status: 'failed', error: outcome.error } as const)
      : ({ status: 'done', result: outcome.result } as const);
  return patchSlot(slots, slot.id, { final: true, endMs: ms, tool: { ...tool, ...ended, durationMs } });
}
