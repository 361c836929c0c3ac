import type { Action } from './action.js';
import type { BargeInMode, SessionConfig } from './session-config.js';
import type { EventSource, ConnectionEvent, ProviderEvent } from './voice-event.js';

/** What a line needs to be opened. Sound travels over ports so that it need not cross the page's main thread. */
export interface ConnectionRequest {
  readonly config: SessionConfig;
  /** Emits {@link CapturedAudio}; absent in text mode. */
  readonly microphone?: MessagePort;
  /** `Microphone.tracks`. */
  readonly tracks?: MessagePort;
  /** Takes {@link SpeakerMessage}; absent in text mode. */
  readonly speaker?: MessagePort;
  /** Whether the provider's word that the person speaks silences the speaker at once. */
  readonly bargeIn: BargeInMode;
}

/** An open connection to a provider. It ends when the signal it was opened with aborts, or with `line-closed`. */
export interface Connection {
  /** Decoded events in order; read by one consumer. */
  readonly events: AsyncIterable<{
    readonly source: EventSource & ('provider' | 'connection');
    readonly event: ProviderEvent | ConnectionEvent;
  }>;
  send(action: Action): void;
  /**
   * Lets sound from the microphone port through. Closed at first. What comes while it is closed is dropped, but for the last
   * moment before it opens where `preRoll` wants that.
   */
  gateMicrophone(open: boolean, preRoll?: boolean): void;
}

/** From the capture worklet: one chunk of wire-ready sound, in a buffer of the receiver’s own. */
export interface CapturedAudio {
  readonly type: 'chunk';
  readonly bytes: ArrayBuffer;
}

/** To the playback worklet. Buffers are transferred. */
export type SpeakerMessage =
  | { readonly type: 'sound'; readonly itemId: string; readonly bytes: ArrayBuffer }
  /** No more sound will come for the item. */
  | { readonly type: 'item-end'; readonly itemId: string }
  /** Fade out and forget what is queued; sound that still comes for a flushed item is dropped. */
  | { readonly type: 'flush' }
  /** Whether the speaker may lower the agent's voice by itself when the person begins to speak; `off` at first. */
  | { readonly type: 'barge-in'; readonly mode: BargeInMode }
  /** Linear gain under the volume, 1 = none. */
  | { readonly type: 'duck'; readonly gain: number };
