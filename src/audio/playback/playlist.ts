import { createSampleQueue } from './sample-queue.js';

/** The agent's items in the order in which their sound came, and where in each of them the next sample stands. */
export interface Playlist {
  /** Samples waiting, of all items. */
  readonly length: number;
  /** The item whose sound is next, or was last while it may still go on. */
  readonly itemId: string | undefined;
  /** Samples of {@link itemId} that were taken. */
  readonly position: number;
  /** Samples of {@link itemId} that are waiting before the next item's begin. */
  readonly run: number;
  /** Whether what comes next can still be sound of {@link itemId}. */
  readonly open: boolean;
  /** Returns `false` for sound of an item that was flushed: it is ignored. */
  append(itemId: string, samples: Int16Array): boolean;
  /** No more sound will come for the item. */
  finish(itemId: string): void;
  /** Moves on from an item that has nothing left to play for now. Returns whether that was its end. */
  advance(): boolean;
  peek(count: number, out: Float32Array, outOffset: number): void;
  /** Takes `count` of the {@link run}. */
  drop(count: number): void;
  /** Forgets everything and returns the items that had not come to their end, with the samples of each. Allocates. */
  flush(): ReadonlyMap<string, number>;
  /** Gives everything away, for {@link Playlist.resume} of another playlist. Allocates. */
  leave(): SavedPlaylist;
  /** Goes on where another playlist left off. */
  resume(saved: SavedPlaylist): void;
}

interface Item {
  readonly itemId: string;
  position: number;
  open: boolean;
}

/** Sound of one item between that of others. */
interface Span {
  readonly item: Item;
  waiting: number;
}

/** What one playlist knew. */
export interface SavedPlaylist {
  /** That have not come to their end. */
  readonly items: readonly Item[];
  readonly spans: readonly Span[];
  readonly samples: readonly Int16Array[];
  readonly flushed: readonly string[];
}

/** Late sound for a flushed item comes within a round trip; so many items are flushed by nobody in that time. */
const FLUSHED_REMEMBERED = 32;

export function createPlaylist(maxLength: number): Playlist {
  const queue = createSampleQueue(maxLength);
  const items: Item[] = [];
  const spans: Span[] = [];
  const flushed: string[] = [];
  const itemOf = (itemId: string): Item | undefined => items.find((item) => item.itemId === itemId);

  return {
    get length() {
      return queue.length;
    },
    get itemId() {
      return spans[0]?.item.itemId;
    },
    get position() {
      return spans[0]?.item.position ?? 0;
    },
    get run() {
      return spans[0]?.waiting ?? 0;
    },
    get open() {
      return spans.length === 1 && (spans[0]?.item.open ?? false);
    },
    append(itemId, samples) {
      if (samples.length === 0 || flushed.includes(itemId)) return false;
      let item = itemOf(itemId);
      if (item === undefined) items.push((item = { itemId, position: 0, open: true }));
      let span = spans.at(-1);
      if (span?.item !== item) spans.push((span = { item, waiting: 0 }));
      span.waiting += queue.write(samples);
      return true;
    },
    finish(itemId) {
      const item = itemOf(itemId);
      if (item === undefined) return;
      item.open = false;
      // It was left open when another one's turn came: its end comes now.
      if (spans.every((span) => span.item !== item)) spans.unshift({ item, waiting: 0 });
    },
    advance() {
      const item = spans.shift()?.item;
      if (item === undefined || item.open || spans.some((span) => span.item === item)) return false;
      items.splice(items.indexOf(item), 1);
      return true;
    },
    peek: queue.peek,
    drop(count) {
      const span = spans[0];
      if (span === undefined) return;
      span.waiting -= count;
      span.item.position += count;
      queue.drop(count);
    },
    flush() {
      const received = new Map<string, number>();
      for (const { itemId, position } of items.splice(0)) received.set(itemId, position);
      for (const { item, waiting } of spans.splice(0)) received.set(item.itemId, (received.get(item.itemId) ?? 0) + waiting);
      flushed.push(...received.keys());
      flushed.splice(0, flushed.length - FLUSHED_REMEMBERED);
      queue.leave();
      return received;
    },
    leave() {
      return { items: items.splice(0), spans: spans.splice(0), samples: queue.leave(), flushed: flushed.splice(0) };
    },
    resume(saved) {
      items.push(...saved.items);
      spans.push(...saved.spans);
      flushed.push(...saved.flushed);
      saved.samples.forEach(queue.write);
    },
  };
}
