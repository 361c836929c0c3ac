import type { BargeInMode } from '../../spec/session-config.js';
import type { SpeakerMessage } from '../../spec/connection.js';
import { VERSION } from '../../spec/version.js';
import type { SavedDecoder } from './audio-decoder.js';
import type { SavedPlaylist } from './playlist.js';

export const PLAYBACK_PROCESSOR = `voice-agent-playback@${VERSION}`;

/** What another playout needs to continue. */
export interface SavedPlayout extends SavedPlaylist {
  readonly duckGain: number;
  readonly bargeIn: BargeInMode;
}

/** From the page to the processor, over the node's own port. Audio arrives over the port that `attach` brings. */
export type PlaybackCommand =
  /** `detached` is what the processor of another context replied last. */
  | { readonly type: 'attach'; readonly port: MessagePort; readonly detached?: DetachedPlayback | undefined }
  | { readonly type: 'flush' }
  /** Fade out, give everything away and end. */
  | { readonly type: 'detach' }
  | { readonly type: 'close' };

/** What happens to an item, at the frame of the context at which it leaves the processor. */
export interface PlaybackMark {
  /**
   * - `run`: audio of the item plays from here on.
   * - `gap`: it pauses here; more of it waits behind another item.
   * - `drain`: it pauses here; all that has arrived was played, and more may follow.
   * - `end`: all of it was played.
   */
  readonly type: 'run' | 'gap' | 'drain' | 'end';
  readonly itemId: string;
  readonly frame: number;
  /** Milliseconds of the item's own audio before this mark. */
  readonly positionMs: number;
}

/** From the processor to the page. */
export type PlaybackReport =
  | PlaybackMark
  /** These items were cut when so many milliseconds of each had arrived. All is silent from `frame` on. */
  | { readonly type: 'flushed'; readonly receivedMs: ReadonlyMap<string, number>; readonly frame: number }
  | { readonly type: 'closed' };

/** The reply to `detach`: all that another processor needs to continue. */
export interface DetachedPlayback {
  readonly type: 'detached';
  readonly port: MessagePort;
  /** The first frame that is silent here. */
  readonly frame: number;
  /** Absent while no format is known. */
  readonly playback?: { readonly decoder: SavedDecoder; readonly playout: SavedPlayout };
  /** Messages that arrived before the format. */
  readonly early: readonly SpeakerMessage[];
}
