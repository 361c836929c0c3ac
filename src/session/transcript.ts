import type { Transcript, TranscriptItem } from '../spec/snapshot.js';
import type { LogEntry, ProviderEvent, SessionEvent, VoiceEvent } from '../spec/voice-event.js';
import type { Fold } from './fold.js';
import { heardText } from './heard-text.js';
import { findSlot, forget, patchSlots, place, slotOf, type Slot } from './transcript-slots.js';

export interface TranscriptState {
  readonly startedAt: number | undefined;
  /** Every item of the conversation in its order, whether it is shown or only marks a place. */
  readonly slots: readonly Slot[];
  /** Milliseconds of audio that arrived, of the items that are not yet heard to their end. */
  readonly receivedMs: Readonly<Record<string, number>>;
  readonly items: Transcript;
}

/**
 * What was said, in the order of the conversation: the provider's `previousItemId` decides, so that a transcript of the
 * person's speech that arrives after the agent's response still stands before it.
 */
export const transcriptFold: Fold<TranscriptState, Transcript> = {
  initial: { startedAt: undefined, slots: [], receivedMs: {}, items: [] },
  next(previous, entry) {
    const started = previous.startedAt === undefined ? { ...previous, startedAt: entry.at } : previous;
    const next = advance(started, entry, entry.at - (started.startedAt ?? entry.at));
    return next.slots === previous.slots ? next : { ...next, items: shown(next.slots) };
  },
  view: (state) => state.items,
};

function shown(slots: readonly Slot[]): Transcript {
  return slots.flatMap(({ item }) =>
    item !== undefined && (item.role === 'user' || item.kind === 'tool' || item.text !== '') ? [item] : [],
  );
}

function advance(state: TranscriptState, { event }: LogEntry, ms: number): TranscriptState {
  const slots = updateSlots(state, event, ms);
  const receivedMs = countAudio(state, event);
  return slots === state.slots && receivedMs === state.receivedMs ? state : { ...state, slots, receivedMs };
}

function countAudio({ receivedMs, slots }: TranscriptState, event: VoiceEvent): TranscriptState['receivedMs'] {
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

function updateSlots(state: TranscriptState, event: VoiceEvent, ms: number): readonly Slot[] {
  const { slots, receivedMs } = state;
  const turn = (role: TranscriptItem['role'], id: string, responseId?: string): readonly Slot[] =>
    slotOf(slots, id, message(role, id, ms), responseId);
  switch (event.type) {
    case 'user-started':
      return event.itemId === undefined ? slots : turn('user', event.itemId);
    case 'user-stopped':
      return patchItem(slots, event.itemId, () => ({ endMs: ms }));
    case 'user-silent':
      return forget(slots, event.itemId);
    case 'user-committed':
      return place(turn('user', event.itemId), event.itemId, event.previousItemId);
    case 'item-added':
      return place(slotOf(slots, event.itemId, itemOf(event, ms)), event.itemId, event.previousItemId);
    case 'user-transcript':
      return patchItem(turn('user', event.itemId), event.itemId, ({ text, final }) =>
        final ? undefined : { text: text + event.delta },
      );
    case 'user-transcript-done': {
      const text = event.text.trim();
      const said = turn('user', event.itemId);
      return text === '' ? forget(said, event.itemId) : patchItem(said, event.itemId, () => ({ text, final: true }));
    }
    case 'user-transcript-failed':
      return patchItem(slots, event.itemId, () => ({ final: true }));
    case 'agent-transcript':
      return patchItem(turn('agent', event.itemId, event.responseId), event.itemId, (item) =>
        item.final || item.interrupted ? undefined : written(state, item, item.text + event.delta, ms),
      );
    case 'agent-transcript-done':
      return patchItem(turn('agent', event.itemId, event.responseId), event.itemId, (item) =>
        item.interrupted ? undefined : { ...written(state, item, event.text, ms), final: true },
      );
    case 'agent-transcript-corrected':
      return patchItem(slots, event.itemId, ({ heard }) => ({
        text: event.text,
        ...(heard !== undefined && { heard: event.text }),
      }));
    case 'agent-speaking':
      // On a media track nothing tells how far the person has heard, only that they hear.
      return patchItem(slots, event.itemId, ({ text }) => (event.speaking ? { startMs: ms } : { heard: text, endMs: ms }));
    case 'playback-started':
      return patchItem(slots, event.itemId, () => ({ startMs: ms, endMs: ms, heard: '', heardMs: 0 }));
    case 'playback-progress':
    case 'playback-drained':
      return patchItem(slots, event.itemId, ({ text, heard = '' }) => {
        const now = heardText(text, event.heardMs, receivedMs[event.itemId]);
        // What was heard once stays so, although more words share the same sound now.
        return { heard: now.length > heard.length ? now : heard, heardMs: event.heardMs, endMs: ms };
      });
    case 'playback-ended':
      return patchItem(slots, event.itemId, ({ text }) => ({ heard: text, heardMs: event.heardMs, endMs: ms }));
    case 'playback-flushed':
      // Final, whatever was assumed before all of the audio had arrived.
      return patchItem(slots, event.itemId, ({ text }) => ({
        heard: heardText(text, event.heardMs, receivedMs[event.itemId]),
        heardMs: event.heardMs,
        endMs: ms,
        interrupted: true,
        final: true,
      }));
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

function patchItem(
  slots: readonly Slot[],
  id: string | undefined,
  change: (item: TranscriptItem) => Partial<TranscriptItem> | undefined,
): readonly Slot[] {
  return patchSlots(slots, (slot) => slot.id === id, change);
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

/** Where all audio was heard before its words arrived, the words were heard too. */
function written({ receivedMs }: TranscriptState, item: TranscriptItem, text: string, ms: number): Partial<TranscriptItem> {
  const heardOut = (item.heardMs ?? 0) > 0 && receivedMs[item.id] === undefined;
  return { text, endMs: ms, ...(heardOut && { heard: text }) };
}

/** What a response left unfinished stays so; cancelled before any audio, nothing of it was heard. */
function finishResponse(slots: readonly Slot[], event: ProviderEvent & { type: 'response-done' }): readonly Slot[] {
  return patchSlots(
    slots,
    ({ responseId }) => responseId === event.responseId,
    ({ kind, final, interrupted }) =>
      kind === 'tool' || final ? undefined : { final: true, interrupted: interrupted || event.status === 'cancelled' },
  );
}

function finishTool(slots: readonly Slot[], event: SessionEvent & { type: 'tool-finished' }, ms: number): readonly Slot[] {
  const { callId, outcome, durationMs } = event;
  const ended =
    'error' in outcome
      ? ({ status: 'failed', error: outcome.error } as const)
      : ({ status: 'done', result: outcome.result } as const);
  return patchSlots(
    slots,
    (slot) => slot.callId === callId,
    ({ tool }) => (tool?.status === 'running' ? { final: true, endMs: ms, tool: { ...tool, ...ended, durationMs } } : undefined),
  );
}
