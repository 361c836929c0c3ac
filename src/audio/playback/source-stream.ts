import type { PlaybackMark } from './playback.messages.js';
import { createPeriodSearch } from '../dsp/pitch.js';
import type { Playlist } from './playlist.js';

/** The playlist as one continuous stream of samples: missing audio is concealed, and each seam is passed to `mark`. */
export interface SourceStream {
  /** Fills `out`, at most 30 ms of it, with what comes next. Allocates nothing. */
  fill(out: Float32Array): void;
  /**
   * Starts to play, or continues after a gap, if audio has arrived and is either `due` or the last of its item. Returns
   * whether it plays.
   */
  tryStart(due: boolean): boolean;
  /** Samples of inserted silence since the last audio. */
  readonly silentSamples: number;
  /** Skips so many samples of what is queued, where that is inaudible. */
  accelerate(samples: number): void;
  reset(): void;
}

/** `offset` counts samples from the start of the block that is being filled. */
export type Marker = (type: PlaybackMark['type'], itemId: string, sample: number, offset: number) => void;

/** Missing audio is replaced by the last pitch period, fading out over this time. Longer would sound robotic. */
const CONCEAL_MS = 30;
/** Audio that returns after a gap fades in, without a click. */
const RETURN_MS = 3;
/** Between two skipped periods: at most a quarter faster. */
const ACCELERATE_EVERY_MS = 40;

export function createSourceStream(playlist: Playlist, sourceRate: number, mark: Marker): SourceStream {
  const samplesIn = (ms: number): number => Math.round((ms / 1000) * sourceRate);
  const periods = createPeriodSearch(sourceRate);
  const look = new Float32Array(periods.span);
  /** The latest samples that were played, oldest first. */
  const past = new Float32Array(periods.span);
  /** Synthesised samples: concealment, or two periods merged into one. */
  const made = new Float32Array(samplesIn(CONCEAL_MS));
  const returnSamples = samplesIn(RETURN_MS);
  let madeRead = 0;
  let madeEnd = 0;
  let playing = false;
  let silentFor = Infinity;
  let returned = returnSamples;
  let toSkip = 0;
  let sinceAccelerated = 0;

  function emitMark(type: PlaybackMark['type'], offset: number, ahead = 0): void {
    if (playlist.itemId !== undefined) mark(type, playlist.itemId, playlist.position + ahead, offset);
  }

  /** Moves on from items that have ended, or whose rest waits behind others. */
  function settle(offset: number): void {
    for (let id = playlist.itemId; id !== undefined && playlist.run === 0 && !playlist.open; id = playlist.itemId) {
      const { position } = playlist;
      mark(playlist.advance(), id, position, offset);
      if (playing && playlist.run > 0) emitMark('run', offset);
    }
  }

  /** Merges the next two periods into one. What was dropped counts as played half-way through. */
  function accelerateOnce(offset: number): void {
    if (toSkip === 0 || sinceAccelerated < samplesIn(ACCELERATE_EVERY_MS) || playlist.run < look.length) return;
    sinceAccelerated = 0;
    playlist.peek(look.length, look, 0);
    const period = periods.find(look, 0);
    if (period === 0) return;
    for (let index = 0; index < period; index += 1) {
      const weight = (index + 0.5) / period;
      made[index] = (look[index] ?? 0) * (1 - weight) + (look[index + period] ?? 0) * weight;
    }
    madeRead = 0;
    madeEnd = period;
    toSkip = Math.max(0, toSkip - period);
    emitMark('run', offset + period / 2, 1.5 * period);
    playlist.drop(2 * period);
  }

  /** Repeats the last period, fading out. */
  function conceal(): void {
    const period = periods.find(past, 0);
    madeRead = 0;
    madeEnd = period === 0 ? 0 : made.length;
    for (let index = 0; index < madeEnd; index += 1) {
      made[index] = (past[past.length - period + (index % period)] ?? 0) * (1 - index / madeEnd);
    }
  }

  /** Takes the next `count` samples from the playlist; after a gap they fade in while the concealment fades out. */
  function take(out: Float32Array, start: number, count: number): void {
    playlist.peek(count, out, start);
    playlist.drop(count);
    for (let index = start; index < start + count && returned < returnSamples; index += 1) {
      const weight = (returned += 1) / (returnSamples + 1);
      const fading = madeRead < madeEnd ? (made[madeRead++] ?? 0) : 0;
      out[index] = (out[index] ?? 0) * weight + fading * (1 - weight);
      if (returned === returnSamples) madeRead = madeEnd;
    }
  }

  function useMade(out: Float32Array, start: number): number {
    let index = start;
    while (index < out.length && madeRead < madeEnd) out[index++] = made[madeRead++] ?? 0;
    return index;
  }

  function remember(out: Float32Array, from: number, to: number): void {
    past.copyWithin(0, to - from);
    for (let index = from; index < to; index += 1) past[past.length - to + index] = out[index] ?? 0;
  }

  return {
    get silentSamples() {
      return silentFor;
    },
    accelerate(samples) {
      toSkip = samples;
    },
    tryStart(due) {
      if (playing) return true;
      settle(0);
      if (playlist.run === 0 || (playlist.open && !due)) return false;
      playing = true;
      // An item's own beginning needs no fade, except on top of concealment that is still fading out.
      returned = playlist.position === 0 && madeRead === madeEnd ? returnSamples : 0;
      emitMark('run', 0);
      return true;
    },
    fill(out) {
      let filled = 0;
      let remembered = 0;
      while (playing && filled < out.length) {
        if (returned === returnSamples && madeRead < madeEnd) {
          filled = useMade(out, filled);
          continue;
        }
        settle(filled);
        if (playlist.run === 0) {
          playing = false;
          if (!playlist.open) break;
          emitMark('drain', filled);
          remember(out, 0, (remembered = filled));
          conceal();
          break;
        }
        accelerateOnce(filled);
        if (madeRead < madeEnd && returned === returnSamples) continue;
        const count = Math.min(playlist.run, out.length - filled);
        take(out, filled, count);
        filled += count;
        sinceAccelerated += count;
      }
      if (playing && madeRead === madeEnd) settle(filled);
      const concealed = playing ? filled : useMade(out, filled);
      out.fill(0, concealed);
      silentFor = concealed > 0 ? out.length - concealed : silentFor + out.length;
      remember(out, remembered, out.length);
    },
    reset() {
      playing = false;
      silentFor = Infinity;
      madeRead = madeEnd;
      returned = returnSamples;
      toSkip = 0;
    },
  };
}
