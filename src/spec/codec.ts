import type { Action } from './action.js';
import type { AgentErrorCode } from './agent-error.js';
import type { AudioFormats } from './audio-format.js';
import type { DecodedEvent } from './voice-event.js';

/** One WebSocket message to the service: text or binary. */
export type OutgoingFrame = string | Uint8Array<ArrayBuffer>;

/** What one frame means. */
export interface Decoded {
  /** In order. An id that the service does not give is left out; the transport assigns one. */
  readonly events: readonly DecodedEvent[];
  /** The bytes that belong to the one `agent-audio` event in `events`, in the announced output format. */
  readonly audio?: Uint8Array<ArrayBuffer>;
  /** Frames to send at once: the answer to a ping, or a configuration that has to follow the service's first message. */
  readonly replies?: readonly OutgoingFrame[];
}

/**
 * Translates between one service's frames and ours, for one connection. A codec knows no socket, no clock and no page, and runs
 * in a Worker as well as on the page's thread.
 */
export interface Codec {
  /** Known before the service's first message. A codec without it emits `audio-formats` when the service announces them. */
  readonly formats?: AudioFormats;
  /** Frames to send as soon as the socket is open. */
  open(): readonly OutgoingFrame[];
  /**
   * `frame` is the parsed JSON of a text frame or the bytes of a binary one. What the codec does not know becomes
   * `frame-ignored`; it never throws.
   */
  decode(frame: unknown): Decoded;
  /** Frames in the order in which they must be sent; none for an action that the capabilities exclude. */
  encode(action: Action): readonly OutgoingFrame[];
  /** The hot path: one chunk of the person's speech, in the announced input format. */
  encodeAudio(bytes: Uint8Array<ArrayBuffer>): OutgoingFrame;
  /**
   * What a close code of the service means; `null` for a normal end. Consulted only where the socket leads to the service
   * itself: a relay closes with codes of its own.
   */
  explainClose(closeCode: number, reason: string): AgentErrorCode | null;
}
