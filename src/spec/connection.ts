import type { Action } from './action.js';
import type { AudioFormat } from './audio-format.js';
import type { BargeInMode, SessionConfig } from './session-config.js';
import type { ConnectionEvent, EventSource, ProviderEvent } from './voice-event.js';

/** What a connection needs to be opened. Audio travels over ports so that it need not cross the page's main thread. */
export interface ConnectionRequest {
  readonly config: SessionConfig;
  /** Emits {@link CapturedAudio}; absent in text mode. */
  readonly microphone?: MessagePort;
  /** `Microphone.tracks`. */
  readonly tracks?: MessagePort;
  /** Takes {@link SpeakerMessage}; absent in text mode. */
  readonly speaker?: MessagePort;
  /** Whether the service's word that the person speaks silences the speaker at once. */
  readonly bargeIn: BargeInMode;
}

/** What a connection reports, in order. */
export interface ConnectionReport {
  readonly source: EventSource & ('provider' | 'connection');
  readonly event: ProviderEvent | ConnectionEvent;
}

/** An open connection to a service. It ends when the signal it was opened with aborts, or with `connection-closed`. */
export interface Connection {
  /** Read by one consumer. */
  readonly events: AsyncIterable<ConnectionReport>;
  send(action: Action): void;
  /**
   * Lets audio from the microphone port through. Closed at first. What arrives while it is closed is dropped, except the last
   * moment before it opens where `preRoll` is set.
   */
  gateMicrophone(open: boolean, preRoll?: boolean): void;
  /** Sends so much silence in the input format, at once. */
  sendSilence(durationMs: number): void;
}

/** From the capture worklet: one chunk in the input format, in a buffer of the receiver’s own. */
export interface CapturedAudio {
  readonly type: 'chunk';
  readonly bytes: ArrayBuffer;
}

/** Linear gain of the agent's voice while the person speaks over it: -14 dB, quiet and still intelligible. */
export const DUCKED_GAIN = 0.2;

/** To the playback worklet. Buffers are transferred. */
export type SpeakerMessage =
  /** How the audio that follows is encoded. Precedes the first `audio`; a later one applies to items that begin after it. */
  | { readonly type: 'format'; readonly format: AudioFormat }
  /** May be cut anywhere, also inside a sample. */
  | { readonly type: 'audio'; readonly itemId: string; readonly bytes: ArrayBuffer }
  /** No more audio will come for the item. */
  | { readonly type: 'item-end'; readonly itemId: string }
  /** Fade out and forget what is queued; audio that still arrives for a flushed item is dropped. */
  | { readonly type: 'flush' }
  /** Whether the speaker may lower the agent's voice by itself when the person begins to speak; `off` at first. */
  | { readonly type: 'barge-in'; readonly mode: BargeInMode }
  /** Linear gain under the volume, 1 = none. */
  | { readonly type: 'duck'; readonly gain: number };
