import type { AudioFormat } from './audio-format.js';
import type { MicrophoneEvent, SpeakerEvent } from './voice-event.js';

/** An open microphone: it captures until the signal it was opened with aborts. */
export interface Microphone {
  /** Emits `CapturedAudio` in 10 ms chunks once the format is set. Transferred to the connection, once. */
  readonly port: MessagePort;
  /**
   * Lets another thread capture by itself; `port` is then silent. Transferred to the connection, once. Absent where the browser
   * cannot read tracks outside the audio graph.
   */
  readonly tracks?: MessagePort;
  readonly events: AsyncIterable<MicrophoneEvent>;
  /** How to encode what `port` emits. Nothing is captured before the first call; a later one applies from then on. */
  setFormat(format: AudioFormat): void;
  /** Disables the track: silence at the source and no traffic, not a gate further on. */
  setMuted(muted: boolean): void;
  /** Changes the device during a conversation. Rejects with an `AgentError`; the old device then stays in use. */
  setDevice(deviceId: string | undefined): Promise<void>;
  /** Current loudness, 0-1, with fast attack and slow release. Cheap enough for every animation frame. */
  level(): number;
}

/** The agent's voice. One AudioContext underneath for the life of the element. */
export interface Speaker {
  /** Takes `SpeakerMessage`, a `format` before the first `audio`. Transferred to the connection, once. */
  readonly port: MessagePort;
  readonly events: AsyncIterable<SpeakerEvent>;
  /** Fades out within 5 ms and drops what is queued; each item that was playing or queued is reported as `playback-flushed`. */
  flush(): void;
  /** Linear gain, 0-1. */
  setVolume(volume: number): void;
  /** Rejects with an `AgentError` where the browser cannot choose an output. */
  setDevice(deviceId: string | undefined): Promise<void>;
  level(): number;
  /** Current loudness of `count` frequency bands, 0-1 each, low to high. */
  bands(count: number): readonly number[];
}
