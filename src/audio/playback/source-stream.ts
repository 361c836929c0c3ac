import type { PlaybackMark } from './playback.messages.js';
import { createPeriodSearch } from '../dsp/pitch.js';
import type { Playlist } from './playlist.js';

/** The playlist as one unbroken stream of samples: what is missing is concealed, and every seam is told to `mark`. */
export interface SourceStream {
  /** Fills `out`, at most 30 ms of it, with what comes next. Allocates nothing. */
  fill(out: Float32Array): void;
  /**
   * Begins to play, or goes on after a gap, if sound is there and either `due` or all there will be of its item. Says
   * whether it plays.
   */
  wake(due: boolean): boolean;
  /** Samples since the last that was no silence put in here. */
  readonly silentFor: number;
  /** Plays so many samples less of what waits, as soon as that goes unnoticed. */
  hurry(samples: number): void;
  reset(): void;
}

/** `offset` counts samples from the start of the block that is being filled. */
export type Marker = (type: PlaybackMark['type'], itemId: string, sample: number, offset: number) => void;

/** What is missing is replaced by the voice's last period, dying away in this time. Longer would sound like a machine. */
const CONCEAL_MS = 30;
/** Sound that comes back after a gap does not begin with a click. */
const RETURN_MS = 3;
/** Between two shortenings: at most a quarter faster, and time for the ear. */
const SHORTEN_EVERY_MS = 40;

export function createSourceStream(playlist: Playlist, sourceRate: number, mark: Marker): SourceStream {
  const samplesIn = (ms: number): number => Math.round((ms / 1000) * sourceRate);
  const periods = createPeriodSearch(sourceRate);
  const look = new Float32Array(periods.span);
  /** The latest that was played, oldest first. */
  const past = new Float32Array(periods.span);
  /** Made here and not taken from the playlist: concealment, or two periods melted into one. */
  const made = new Float32Array(samplesIn(CONCEAL_MS));
  const returnSamples = samplesIn(RETURN_MS);
  let madeRead = 0;
  let madeEnd = 0;
  let playing = false;
  let silentFor = Infinity;
  let returned = returnSamples;
  let hurried = 0;
  let sinceShortened = 0;

  function tell(type: PlaybackMark['type'], offset: number, ahead = 0): void {
    if (playlist.itemId !== undefined) mark(type, playlist.itemId, playlist.position + ahead, offset);
  }

  /** Leaves items behind that are over, or that others come before the rest of. */
  function settle(offset: number): void {
    for (let id = playlist.itemId; id !== undefined && playlist.run === 0 && !playlist.open; id = playlist.itemId) {
      const { position } = playlist;
      mark(playlist.advance() ? 'end' : 'gap', id, position, offset);
      if (playing && playlist.run > 0) tell('run', offset);
    }
  }

  /** Melts the next two periods into one. What was dropped counts as played half-way through. */
  function shorten(offset: number): void {
    if (hurried === 0 || sinceShortened < samplesIn(SHORTEN_EVERY_MS) || playlist.run < look.length) return;
    sinceShortened = 0;
    playlist.peek(look.length, look, 0);
    const period = periods.find(look, 0);
    if (period === 0) return;
    for (let index = 0; index < period; index += 1) {
      const weight = (index + 0.5) / period;
      made[index] = (look[index] ?? 0) * (1 - weight) + (look[index + period] ?? 0) * weight;
    }
    madeRead = 0;
    madeEnd = period;
    hurried = Math.max(0, hurried - period);
    tell('run', offset + period / 2, 1.5 * period);
    playlist.drop(2 * period);
  }

  /** Goes on with the last period, dying away. */
  function conceal(): void {
    const period = periods.find(past, 0);
    madeRead = 0;
    madeEnd = period === 0 ? 0 : made.length;
    for (let index = 0; index < madeEnd; index += 1) {
      made[index] = (past[past.length - period + (index % period)] ?? 0) * (1 - index / madeEnd);
    }
  }

  /** Takes the next `count` samples from the playlist; after a gap they rise while the concealment falls. */
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
    get silentFor() {
      return silentFor;
    },
    hurry(samples) {
      hurried = samples;
    },
    wake(due) {
      if (playing) return true;
      settle(0);
      if (playlist.run === 0 || (playlist.open && !due)) return false;
      playing = true;
      // What begins has its own beginning, but not on top of a voice that is still dying away.
      returned = playlist.position === 0 && madeRead === madeEnd ? returnSamples : 0;
      tell('run', 0);
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
          tell('gap', filled);
          remember(out, 0, (remembered = filled));
          conceal();
          break;
        }
        shorten(filled);
        if (madeRead < madeEnd && returned === returnSamples) continue;
        const count = Math.min(playlist.run, out.length - filled);
        take(out, filled, count);
        filled += count;
        sinceShortened += count;
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
      hurried = 0;
    },
  };
}
