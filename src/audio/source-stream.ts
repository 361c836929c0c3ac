import type { PlaybackMark } from './playback.messages.js';
import type { Playlist } from './playlist.js';

/** The playlist as one unbroken stream of samples: what is missing is silence, and every seam is told to `mark`. */
export interface SourceStream {
  /** Fills `out` with what comes next. */
  fill(out: Float32Array): void;
  /** Begins to play if there is reason to, and says whether it does. */
  wake(): boolean;
  /** Samples since the last that was no silence put in here. */
  readonly silentFor: number;
  reset(): void;
}

/** `offset` counts samples from the start of the block that is being filled. */
export type Marker = (type: PlaybackMark['type'], itemId: string, sample: number, offset: number) => void;

export function createSourceStream(playlist: Playlist, mark: Marker): SourceStream {
  let playing = false;
  let silentFor = Infinity;

  function tell(type: PlaybackMark['type'], offset: number): void {
    if (playlist.itemId !== undefined) mark(type, playlist.itemId, playlist.position, offset);
  }

  /** Leaves items behind that are over. */
  function settle(offset: number): void {
    while (playlist.itemId !== undefined && playlist.run === 0 && !playlist.open) {
      tell('end', offset);
      const more = playlist.advance();
      if (playing && more && playlist.run > 0) tell('run', offset);
    }
  }

  return {
    get silentFor() {
      return silentFor;
    },
    wake() {
      if (playing) return true;
      settle(0);
      if (playlist.run === 0) return false;
      playing = true;
      tell('run', 0);
      return true;
    },
    fill(out) {
      let filled = 0;
      while (filled < out.length && playing) {
        const count = Math.min(playlist.run, out.length - filled);
        playlist.peek(0, count, out, filled);
        playlist.drop(count);
        filled += count;
        settle(filled);
        if (playlist.run > 0) continue;
        if (playlist.open) tell('gap', filled);
        playing = false;
      }
      out.fill(0, filled);
      silentFor = playing ? 0 : silentFor + out.length - filled;
    },
    reset() {
      playing = false;
      silentFor = Infinity;
    },
  };
}
