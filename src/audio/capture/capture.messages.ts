import type { AudioFormat } from '../../spec/audio-format.js';
import { VERSION } from '../../spec/version.js';

export const CAPTURE_PROCESSOR = `voice-agent-capture@${VERSION}`;

/** From the page to the processor, over the node's own port. Chunks leave over the port that `attach` brings. */
export type CaptureCommand =
  | { readonly type: 'attach'; readonly port: MessagePort }
  /** How to encode the chunks. None are made before the first. */
  | { readonly type: 'format'; readonly format: AudioFormat }
  /** A muted microphone sends nothing, not silence. */
  | { readonly type: 'mute'; readonly muted: boolean }
  /** Whether another thread makes the chunks: then only the barge-in monitor runs here. */
  | { readonly type: 'pause'; readonly paused: boolean }
  /** Give the port back and end. */
  | { readonly type: 'detach' }
  | { readonly type: 'close' };

/** From the processor to the page. */
export type CaptureReport =
  | { readonly type: 'closed' }
  /** The reply to `detach`. */
  | { readonly type: 'detached'; readonly port: MessagePort };
