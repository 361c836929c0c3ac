import { createSampleQueue } from './sample-queue.js';

/** The agent's items in the order in which their audio arrived, and the position of the next sample in each. */
export interface Playlist {
  /** Samples waiting, of all items. */
  readonly length: number;
  /** The item whose audio is next, or was last while more of it may follow. */
  readonly itemId: string | undefined;
  /** Samples of {@link itemId} that were taken. */
  readonly position: number;
  /** Samples of {@link itemId} that are waiting before the next item's begin. */
  readonly run: number;
  /** Whether the next audio can still belong to {@link itemId}. */
  readonly open: boolean;
  /** Returns `false` for audio of an item that was flushed, which is ignored. */
  append(itemId: string, samples: Int16Array): boolean;
  /** No more audio will arrive for the item. */
  finish(itemId: string): void;
  /** Moves on from an item that has nothing left to play for now: that is its `end`, or why it pauses. */
  advance(): 'end' | 'drain' | 'gap';
  peek(count: number, out: Float32Array, outOffset: number): void;
  /** Takes `count` of the {@link run}. */
  drop(count: number): void;
  /** Drops everything and returns the items that had not ended, with the samples received of each. Allocates. */
  flush(): ReadonlyMap<string, number>;
  /** Removes everything, for {@link Playlist.resume} of another playlist. Allocates. */
  detach(): SavedPlaylist;
  /** Continues where another playlist stopped. */
  resume(saved: SavedPlaylist): void;
}

interface Item {
  readonly itemId: string;
  position: number;
  open: boolean;
}

/** Audio of one item between that of others. */
interface Span {
  readonly item: Item;
  waiting: number;
}

/** The state of a playlist. */
export interface SavedPlaylist {
  /** Those that have not ended. */
  readonly items: readonly Item[];
  readonly spans: readonly Span[];
  readonly samples: readonly Int16Array[];
  readonly flushed: readonly string[];
}

/** Late audio for a flushed item arrives within a round trip; nobody flushes so many items in that time. */
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
      // It was still open when another item took over: it ends now.
      if (spans.every((span) => span.item !== item)) spans.unshift({ item, waiting: 0 });
    },
    advance() {
      const item = spans.shift()?.item;
      if (item === undefined || spans.some((span) => span.item === item)) return 'gap';
      if (item.open) return 'drain';
      items.splice(items.indexOf(item), 1);
      return 'end';
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
      queue.takeAll();
      return received;
    },
    detach() {
      return { items: items.splice(0), spans: spans.splice(0), samples: queue.takeAll(), flushed: flushed.splice(0) };
    },
    resume(saved) {
      items.push(...saved.items);
      spans.push(...saved.spans);
      flushed.push(...saved.flushed);
      saved.samples.forEach(queue.write);
    },
  };
}
