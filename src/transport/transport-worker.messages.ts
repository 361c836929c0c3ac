import type { Action } from '../spec/action.js';
import type { AudioFormat } from '../spec/audio-format.js';
import type { ConnectionRequest } from '../spec/connection.js';
import type { SoundFrames } from '../spec/sound-frames.js';
import type { ConnectionEvent } from '../spec/voice-event.js';

/** All that a Worker needs to carry sound. */
export interface Load extends Pick<ConnectionRequest, 'microphone' | 'tracks' | 'speaker' | 'bargeIn'> {
  readonly frames: SoundFrames;
  /** What comes from the microphone. */
  readonly input: AudioFormat;
}

/** From the page to the Worker. */
export type TransportWorkerCommand =
  | { readonly type: 'dial'; readonly url: string; readonly protocols: readonly string[] }
  /** Once its socket is open: until then the page may still need the ports itself. */
  | ({ readonly type: 'carry' } & Load)
  /** Behind what waits of the microphone. */
  | { readonly type: 'send'; readonly text: string }
  /** To the microphone's feed. */
  | { readonly type: 'gate'; readonly open: boolean; readonly preRoll: boolean | undefined }
  /** To the reflex. */
  | { readonly type: 'sent'; readonly action: Action }
  | { readonly type: 'close' };

/** From the Worker to the page. */
export type TransportWorkerMessage =
  /** It runs, and takes commands. */
  | { readonly type: 'ready' }
  | { readonly type: 'opened' }
  | { readonly type: 'message'; readonly data: unknown }
  /** So much waits that a text could not be sent. */
  | { readonly type: 'behind' }
  /** The last word; `NOT_HERE` where the policy that came with the Worker's script forbids the connection. */
  | { readonly type: 'closed'; readonly closeCode: number; readonly reason: string }
  /** `at` is on `sharedClock`. */
  | { readonly type: 'told'; readonly event: ConnectionEvent; readonly at: number };
