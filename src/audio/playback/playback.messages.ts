import type { AudioFormat } from '../../spec/audio-format.js';
import { VERSION } from '../../spec/version.js';
import type { SavedPlayout } from './playout.js';

export const PLAYBACK_PROCESSOR = `voice-agent-playback@${VERSION}`;

/** The processor's options. */
export interface PlaybackOptions {
  /** How the sound in `SpeakerMessage` is encoded. */
  readonly format: AudioFormat;
}

/** From the page to the processor, over the node's own port. Sound comes over the port that `attach` brings. */
export type PlaybackCommand =
  /** `left` is what a processor of another context said last. */
  | { readonly type: 'attach'; readonly port: MessagePort; readonly left?: PlaybackLeft | undefined }
  | { readonly type: 'flush' }
  /** Fade out, give everything away and end. */
  | { readonly type: 'leave' }
  | { readonly type: 'close' };

/** What happens to the items, at the frame of the context at which it leaves the processor. */
export type PlaybackMark =
  /** From `frame` on the item's sound plays, beginning with its source sample `sample`. */
  | { readonly type: 'run'; readonly itemId: string; readonly frame: number; readonly sample: number }
  /** The item's sound has not come in time; it goes on with `sample`. */
  | { readonly type: 'gap'; readonly itemId: string; readonly frame: number; readonly sample: number }
  /** The item's last sample has been played; it had `sample` of them. */
  | { readonly type: 'end'; readonly itemId: string; readonly frame: number; readonly sample: number };

/** From the processor to the page. */
export type PlaybackReport =
  | PlaybackMark
  /** These items were cut when so many samples of each had come; the first of them was silent from `frame` on. */
  | { readonly type: 'flushed'; readonly received: ReadonlyMap<string, number>; readonly frame: number }
  | { readonly type: 'closed' };

/** The answer to `leave`: all that another processor needs to go on. */
export interface PlaybackLeft extends SavedPlayout {
  readonly type: 'left';
  readonly port: MessagePort;
}
