import type { MicrophoneEvent, SpeakerEvent } from './voice-event.js';

/** An open microphone: it captures until the signal it was opened with aborts. */
export interface Microphone {
  /** Emits `CapturedSound` in the provider's input format, 10 ms a chunk; handed to the line, once. */
  readonly port: MessagePort;
  /** Answers a thread that can capture by itself, and then sound comes no more from `port`; handed to the line, once. */
  readonly tracks?: MessagePort;
  readonly events: AsyncIterable<MicrophoneEvent>;
  /** Disables the track: silence at the source and no traffic, not a gate further on. */
  setMuted(muted: boolean): void;
  /** Changes the device while talking. Rejects with an `AgentError`; then the old device goes on. */
  setDevice(deviceId: string | undefined): Promise<void>;
  /** Loudness now, 0-1, with fast attack and slow release. Cheap enough for every animation frame. */
  level(): number;
}

/** The agent's voice. One AudioContext underneath for the life of the element. */
export interface Speaker {
  /** Takes `SpeakerMessage`; handed to the line, once. */
  readonly port: MessagePort;
  readonly events: AsyncIterable<SpeakerEvent>;
  /** Fades out within 5 ms and forgets what is queued; each item that was playing or queued is reported `playback-flushed`. */
  flush(): void;
  /** Linear gain, 0-1. */
  setVolume(volume: number): void;
  /** Rejects with an `AgentError` where the browser cannot choose an output. */
  setDevice(deviceId: string | undefined): Promise<void>;
  level(): number;
  /** Loudness of `count` frequency bands now, 0-1 each, low to high. */
  bands(count: number): readonly number[];
}
