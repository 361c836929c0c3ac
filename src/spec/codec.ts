import type { Action } from './action.js';
import type { ProviderEvent } from './voice-event.js';

/** What one frame means: events for the log and, apart from them, the sound for the speaker. */
export interface Decoded {
  readonly events: readonly ProviderEvent[];
  readonly audio?: AgentAudio;
  /** Text to send back at once, for instance the answer to a provider's ping. */
  readonly reply?: string;
}

/** A stretch of the agent's speech, encoded as the provider's output format says. */
export interface AgentAudio {
  readonly itemId: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Translates between one provider's frames and ours. Knows no socket, no clock and no page. */
export interface Codec {
  /** `frame` is parsed JSON from outside. What it does not know becomes `frame-ignored`; it never throws. */
  decode(frame: unknown): Decoded;
  /** Text frames in the order in which they must be sent. */
  encode(action: Action): readonly string[];
  /** The hot path: one chunk of the person's speech as one text frame. */
  encodeAudio(bytes: Uint8Array): string;
}
