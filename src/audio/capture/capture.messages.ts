import type { AudioFormat } from '../../spec/audio-format.js';
import { VERSION } from '../../spec/version.js';

export const CAPTURE_PROCESSOR = `voice-agent-capture@${VERSION}`;

/** The processor's options. */
export interface CaptureOptions {
  /** What the provider wants to hear. */
  readonly format: AudioFormat;
}

/** From the page to the processor, over the node's own port. Chunks leave over the port that `attach` brings. */
export type CaptureCommand =
  | { readonly type: 'attach'; readonly port: MessagePort }
  /** Whether sound is captured at all; a muted microphone sends nothing, not silence. */
  | { readonly type: 'mute'; readonly muted: boolean }
  /** Give the port back and end. */
  | { readonly type: 'leave' }
  /** Whether another thread makes the chunks: then it only listens for the person. */
  | { readonly type: 'hand-over'; readonly isTaken: boolean }
  | { readonly type: 'close' };

/** From the processor to the page. */
export type CaptureReport =
  | { readonly type: 'closed' }
  /** The answer to `leave`. */
  | { readonly type: 'left'; readonly port: MessagePort };
