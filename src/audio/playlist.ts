import { createRing } from './ring.js';

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
  /** Whether more sound of {@link itemId} can come. */
  readonly open: boolean;
  /** Returns `false` for sound of an item that was flushed: it is ignored. */
  append(itemId: string, samples: Int16Array): boolean;
  /** No more sound will come for the item. */
  finish(itemId: string): void;
  /** Moves on from an item that has nothing left to play. Returns whether there is another one. */
  advance(): boolean;
  peek(offset: number, count: number, out: Float32Array, outOffset: number): void;
  /** Takes `count` of the {@link run}. */
  drop(count: number): void;
  /** Forgets everything and returns the items that had not come to their end, with the samples that had come. Allocates. */
  flush(): ReadonlyMap<string, number>;
  /** Gives everything away, for {@link Playlist.resume} of another playlist. Allocates. */
  leave(): SavedPlaylist;
  /** Goes on where another playlist left off. */
  resume(saved: SavedPlaylist): void;
}

interface Span {
  readonly itemId: string;
  waiting: number;
  position: number;
  open: boolean;
}

/** What one playlist knew. */
export interface SavedPlaylist {
  readonly spans: readonly Span[];
  readonly samples: Int16Array;
  readonly flushed: readonly string[];
}

/** Late sound for a flushed item comes within a round trip; so many items are flushed by nobody in that time. */
const FLUSHED_REMEMBERED = 32;

export function createPlaylist(maxLength: number): Playlist {
  const ring = createRing(maxLength);
  const spans: Span[] = [];
  const flushed: string[] = [];

  return {
    get length() {
      return ring.length;
    },
    get itemId() {
      return spans[0]?.itemId;
    },
    get position() {
      return spans[0]?.position ?? 0;
    },
    get run() {
      return spans[0]?.waiting ?? 0;
    },
    get open() {
      return spans.length === 1 && (spans[0]?.open ?? false);
    },
    append(itemId, samples) {
      if (samples.length === 0 || flushed.includes(itemId)) return false;
      let span = spans.at(-1);
      if (span?.itemId !== itemId) {
        const earlier = spans.findLast((other) => other.itemId === itemId);
        span = { itemId, waiting: 0, position: earlier ? earlier.position + earlier.waiting : 0, open: true };
        spans.push(span);
      }
      span.waiting += ring.write(samples);
      return true;
    },
    finish(itemId) {
      for (const span of spans) if (span.itemId === itemId) span.open = false;
    },
    advance() {
      spans.shift();
      return spans.length > 0;
    },
    peek: ring.peek,
    drop(count) {
      const span = spans[0];
      if (span === undefined) return;
      span.waiting -= count;
      span.position += count;
      ring.drop(count);
    },
    flush() {
      const received = new Map<string, number>();
      for (const { itemId, waiting, position, open } of spans) if (open || waiting > 0) received.set(itemId, position + waiting);
      flushed.push(...received.keys());
      flushed.splice(0, flushed.length - FLUSHED_REMEMBERED);
      spans.length = 0;
      ring.clear();
      return received;
    },
    leave() {
      const samples = new Float32Array(ring.length);
      ring.peek(0, ring.length, samples, 0);
      ring.clear();
      return {
        spans: spans.splice(0),
        samples: Int16Array.from(samples, (sample) => sample * 32_768),
        flushed: flushed.splice(0),
      };
    },
    resume(saved) {
      spans.push(...saved.spans);
      flushed.push(...saved.flushed);
      ring.write(saved.samples);
    },
  };
}
