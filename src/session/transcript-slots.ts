import type { TranscriptItem } from '../spec/snapshot.js';

/** A place in the conversation. Without an item it is only a mark: a system message, a tool's output, a silence. */
export interface Slot {
  readonly id: string;
  readonly item: TranscriptItem | undefined;
  readonly responseId: string | undefined;
  readonly callId: string | undefined;
  /** Holds nothing that was said, whatever comes for it. */
  readonly silent: boolean;
}

export function findSlot(slots: readonly Slot[], id: string): Slot | undefined {
  return slots.findLast((slot) => slot.id === id);
}

/** Makes sure that `id` has a place, at the end where it has none; what the place lacks is filled in. */
export function slotOf(
  slots: readonly Slot[],
  id: string,
  item: TranscriptItem | undefined,
  responseId?: string,
  callId?: string,
): readonly Slot[] {
  const known = findSlot(slots, id);
  if (known === undefined) return [...slots, { id, item, responseId, callId, silent: false }];
  const filled: Slot = {
    ...known,
    item: known.silent ? undefined : (known.item ?? item),
    responseId: known.responseId ?? responseId,
    callId: known.callId ?? callId,
  };
  if (filled.item === known.item && filled.responseId === known.responseId && filled.callId === known.callId) return slots;
  return slots.map((slot) => (slot === known ? filled : slot));
}

/** Changes the items of the places that `where` picks. `change` answers `undefined` for one that stays as it is. */
export function patchSlots(
  slots: readonly Slot[],
  where: (slot: Slot) => boolean,
  change: (item: TranscriptItem) => Partial<TranscriptItem> | undefined,
): readonly Slot[] {
  let next = slots;
  slots.forEach((slot, index) => {
    const patch = slot.item && where(slot) && change(slot.item);
    if (slot.item && patch) next = next.with(index, { ...slot, item: { ...slot.item, ...patch } });
  });
  return next;
}

/** Moves a place to directly behind its predecessor; without a known predecessor it stays where it is. */
export function place(slots: readonly Slot[], id: string, previousId: string | undefined): readonly Slot[] {
  const from = slots.findIndex((slot) => slot.id === id);
  const slot = slots[from];
  const behind = slots.findIndex((one) => one.id === previousId);
  if (slot === undefined || behind === -1 || behind === from || behind === from - 1) return slots;
  const rest = slots.toSpliced(from, 1);
  return rest.toSpliced(behind < from ? behind + 1 : behind, 0, slot);
}

/** Takes the item out of sight for good; its place remains for those that refer to it. */
export function forget(slots: readonly Slot[], id: string): readonly Slot[] {
  return slotOf(slots, id, undefined).map((slot) => (slot.id === id ? { ...slot, item: undefined, silent: true } : slot));
}
