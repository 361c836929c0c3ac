import type { AgentErrorCode } from './agent-error.js';
import type { BargeInMode, SessionConfig } from './session-config.js';
import type { ToolOutcome } from './tool.js';
import type { TokenUsage, TranscriptionUsage } from './usage.js';

/** What a provider's codec makes of the frames it reads. Ids are the provider's own. */
export type ProviderEvent =
  | {
      readonly type: 'session-created';
      readonly sessionId: string;
      readonly model?: string;
      readonly voice?: string;
      readonly expiresAtEpochMs?: number;
    }
  /** The provider took the configuration: sound may flow. */
  | { readonly type: 'session-ready'; readonly model?: string; readonly voice?: string }
  /** `audioMs` counts the sound that was sent in this session. */
  | { readonly type: 'user-started'; readonly itemId?: string; readonly audioMs?: number }
  /** `audioMs` is the end of the speech and of the silence that proved its end. */
  | { readonly type: 'user-stopped'; readonly itemId?: string; readonly audioMs?: number }
  /** The provider answers a silence: the item it made for the person holds no speech and is no turn. */
  | { readonly type: 'user-silent'; readonly itemId: string }
  | { readonly type: 'user-committed'; readonly itemId: string; readonly previousItemId?: string }
  /** An item took its place in the conversation, after `previousItemId` or at the end. */
  | {
      readonly type: 'item-added';
      readonly itemId: string;
      readonly previousItemId?: string;
      readonly kind: 'message' | 'tool-call' | 'tool-output' | 'other';
      readonly role?: 'user' | 'agent' | 'system';
      readonly text?: string;
    }
  | { readonly type: 'user-transcript'; readonly itemId: string; readonly delta: string }
  | { readonly type: 'user-transcript-done'; readonly itemId: string; readonly text: string; readonly usage?: TranscriptionUsage }
  | { readonly type: 'user-transcript-failed'; readonly itemId: string; readonly message: string }
  | { readonly type: 'response-started'; readonly responseId: string }
  | {
      readonly type: 'response-done';
      readonly responseId: string;
      readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
      readonly reason?: string;
      readonly usage?: TokenUsage;
      /** The provider did not say which modality all of its tokens belong to. */
      readonly usageEstimated?: boolean;
    }
  | { readonly type: 'agent-transcript'; readonly responseId?: string; readonly itemId: string; readonly delta: string }
  | { readonly type: 'agent-transcript-done'; readonly responseId?: string; readonly itemId: string; readonly text: string }
  /** The sound itself goes to the speaker beside the log; the log keeps how much there was. */
  | {
      readonly type: 'agent-audio';
      readonly responseId?: string;
      readonly itemId: string;
      readonly contentIndex: number;
      readonly durationMs: number;
    }
  | { readonly type: 'agent-audio-done'; readonly responseId?: string; readonly itemId: string }
  /** `arguments` is the JSON text as the provider sent it, final. */
  | {
      readonly type: 'tool-called';
      readonly callId: string;
      readonly itemId?: string;
      readonly responseId?: string;
      readonly name: string;
      readonly arguments: string;
    }
  | {
      readonly type: 'rate-limits';
      readonly limits: readonly {
        readonly name: string;
        readonly limit: number;
        readonly remaining: number;
        readonly resetSeconds: number;
      }[];
    }
  /** The provider cut an item to `audioEndMs` as it was asked to. */
  | { readonly type: 'item-truncated'; readonly itemId: string; readonly audioEndMs: number }
  /** Not the end by itself: an end is a closed connection. `benign` names races that mean nothing to a person. */
  | {
      readonly type: 'provider-error';
      readonly code: string;
      readonly message: string;
      readonly benign: boolean;
      readonly sentEventId?: string;
    }
  /** A frame that means nothing to this version; kept so that a log is complete. */
  | { readonly type: 'frame-ignored'; readonly name: string };

/** What the connection says of itself. */
export type ConnectionEvent =
  | { readonly type: 'connection-opening'; readonly provider: string }
  | { readonly type: 'connection-open' }
  /** Everything that was read, before its meaning; sound is left out. */
  | { readonly type: 'frame-received'; readonly frame: unknown }
  | { readonly type: 'frame-sent'; readonly frame: unknown }
  | { readonly type: 'frame-malformed'; readonly message: string; readonly bytes: number }
  /** Not sent: it is more than a relay takes at once, and would have ended the conversation. */
  | { readonly type: 'frame-refused'; readonly bytes: number; readonly limitBytes: number }
  /**
   * The person's sound begins to leave for the provider, for the first time or after a pause; `audioMs` was sent in all, this
   * chunk included. The log learned of it `lateMs` afterwards, where another thread sends.
   */
  | { readonly type: 'audio-flowing'; readonly audioMs: number; readonly lateMs?: number }
  /** The connection was too slow: so much of the person's sound was never sent. */
  | { readonly type: 'audio-dropped'; readonly droppedMs: number }
  | { readonly type: 'connection-closed'; readonly closeCode: number; readonly reason: string };

/** The microphone that is in use from now on. */
interface MicrophoneInUse {
  readonly deviceId?: string;
  readonly label?: string;
  readonly sampleRate: number;
  /** The chosen device is not there: this one takes its place. */
  readonly missing?: string;
}

/** A microphone or a loudspeaker, as the browser lists it once the microphone was allowed. */
export interface AudioDevice {
  readonly kind: 'audioinput' | 'audiooutput';
  /** For `input-device` or `output-device`. Chromium lists the system’s default once more as `default`. */
  readonly deviceId: string;
  readonly label: string;
}

export type MicrophoneEvent =
  | { readonly type: 'microphone-requested' }
  | ({ readonly type: 'microphone-opened' | 'microphone-changed' } & MicrophoneInUse)
  /** What there is to choose from, at first and whenever something was plugged in or pulled out. */
  | { readonly type: 'devices-changed'; readonly devices: readonly AudioDevice[] }
  | { readonly type: 'microphone-ended'; readonly reason: 'unplugged' | 'revoked' };

/** Positions are milliseconds of the item's own sound that left the speaker. */
export type PlaybackEvent =
  | { readonly type: 'playback-started'; readonly itemId: string }
  | { readonly type: 'playback-progress'; readonly itemId: string; readonly heardMs: number }
  /** All sound of the item was heard. */
  | { readonly type: 'playback-ended'; readonly itemId: string; readonly heardMs: number }
  /** The item was cut off, when `receivedMs` of its sound had come; nothing of it will be heard any more. */
  | { readonly type: 'playback-flushed'; readonly itemId: string; readonly heardMs: number; readonly receivedMs: number }
  | { readonly type: 'playback-starved'; readonly itemId: string; readonly gapMs: number };

export type SpeakerEvent =
  | PlaybackEvent
  /** The output device in use from now on, the system's default without `deviceId`. `missing` was chosen and is not there. */
  | { readonly type: 'speaker-changed'; readonly deviceId?: string; readonly missing?: string };

/** What the page or the person asks for. */
export type CommandEvent =
  | { readonly type: 'start'; readonly provider: string; readonly config: SessionConfig; readonly bargeIn: BargeInMode }
  | { readonly type: 'stop'; readonly reason: EndReason }
  | { readonly type: 'send-text'; readonly text: string }
  | { readonly type: 'send-image'; readonly dataUrl: string; readonly text?: string }
  /** Told to the agent silently: it causes no answer. */
  | { readonly type: 'send-context'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'create-response' }
  | { readonly type: 'update-session'; readonly patch: Partial<SessionConfig> }
  | { readonly type: 'set-muted'; readonly muted: boolean }
  /** Push-to-talk. */
  | { readonly type: 'talk-pressed' }
  | { readonly type: 'talk-released' }
  | { readonly type: 'send-raw'; readonly message: Readonly<Record<string, unknown>> }
  /** The page declines an end that was announced: the limit counts anew from here. */
  | { readonly type: 'extend-limit'; readonly kind: LimitKind }
  | { readonly type: 'clear' };

/** What the session itself finds out. */
export type SessionEvent =
  | {
      readonly type: 'tool-finished';
      readonly callId: string;
      readonly name: string;
      readonly outcome: ToolOutcome;
      readonly durationMs: number;
    }
  | { readonly type: 'limit-near'; readonly kind: LimitKind; readonly remaining: number }
  | { readonly type: 'limit-reached'; readonly kind: LimitKind }
  | { readonly type: 'failed'; readonly code: AgentErrorCode; readonly message: string; readonly recoverable: boolean }
  | { readonly type: 'ended'; readonly reason: EndReason };

/** `idle` and `duration` in seconds, `cost` in US dollars. */
export type LimitKind = 'idle' | 'duration' | 'cost';

export type EndReason = 'stopped' | 'removed' | 'limit' | 'closed' | 'failed';

/** Everything that can stand in the log. */
export type VoiceEvent = ProviderEvent | ConnectionEvent | MicrophoneEvent | SpeakerEvent | CommandEvent | SessionEvent;

export type EventSource = 'provider' | 'connection' | 'microphone' | 'speaker' | 'page' | 'session';

/** One thing that happened. `at` is milliseconds on the log's clock. */
export interface LogEntry<E extends VoiceEvent = VoiceEvent> {
  readonly at: number;
  readonly source: EventSource;
  readonly event: E;
}
