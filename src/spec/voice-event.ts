import type { Action, EndReason } from './action.js';
import type { AgentErrorCode } from './agent-error.js';
import type { AudioFormat } from './audio-format.js';
import type { Capabilities } from './capabilities.js';
import type { BargeInMode, SessionConfig } from './session-config.js';
import type { ToolOutcome } from './tool.js';
import type { TokenUsage, TranscriptionUsage } from './usage.js';

/**
 * What happened at the service. Ids are the service's own, or those that the transport assigned where the service gives none.
 */
export type ProviderEvent =
  | {
      readonly type: 'session-created';
      readonly sessionId?: string;
      readonly model?: string;
      readonly voice?: string;
      readonly expiresAtEpochMs?: number;
    }
  /** The service accepted the configuration: audio may flow. */
  | { readonly type: 'session-ready'; readonly model?: string; readonly voice?: string }
  /** The session has reached its maximum length; the connection closes next. */
  | { readonly type: 'session-expiring' }
  /** How audio is encoded in both directions, as soon as it is known. Precedes the first audio. */
  | { readonly type: 'audio-formats'; readonly input: AudioFormat; readonly output: AudioFormat }
  /** `audioMs` counts the audio that was sent in this session. */
  | { readonly type: 'user-started'; readonly itemId?: string; readonly audioMs?: number }
  /** `audioMs` is the end of the speech and of the silence that proved its end. */
  | { readonly type: 'user-stopped'; readonly itemId?: string; readonly audioMs?: number }
  /** The service responds to a silence: the item it made for the person holds no speech and is no turn. */
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
      /** The service did not report which modality all of its tokens belong to. */
      readonly usageEstimated?: boolean;
    }
  /** The service stopped its response because the person speaks; what is queued of it must not be heard. */
  | { readonly type: 'response-interrupted' }
  | { readonly type: 'agent-transcript'; readonly responseId?: string; readonly itemId: string; readonly delta: string }
  | { readonly type: 'agent-transcript-done'; readonly responseId?: string; readonly itemId: string; readonly text: string }
  /** After an interruption the service reports what it takes as said; replaces the item's text. */
  | { readonly type: 'agent-transcript-corrected'; readonly itemId: string; readonly text: string }
  /** The audio itself goes to the speaker beside the log; the log keeps how much there was. */
  | {
      readonly type: 'agent-audio';
      readonly responseId?: string;
      readonly itemId: string;
      readonly contentIndex: number;
      readonly durationMs: number;
    }
  | { readonly type: 'agent-audio-done'; readonly responseId?: string; readonly itemId: string }
  /** The agent's voice begins or ends on a media track, where there are no playback reports of our own. */
  | { readonly type: 'agent-speaking'; readonly speaking: boolean; readonly itemId: string }
  /** `arguments` is the JSON text as the service sent it, final. */
  | {
      readonly type: 'tool-called';
      readonly callId: string;
      readonly itemId?: string;
      readonly responseId?: string;
      readonly name: string;
      readonly arguments: string;
    }
  /** Usage that belongs to no response, such as that of a session billed as a whole. */
  | { readonly type: 'usage-reported'; readonly usage: TokenUsage; readonly usageEstimated?: boolean }
  | {
      readonly type: 'rate-limits';
      readonly limits: readonly {
        readonly name: string;
        readonly limit: number;
        readonly remaining: number;
        readonly resetSeconds: number;
      }[];
    }
  /** The service cut an item to `audioEndMs` as it was asked to. */
  | { readonly type: 'item-truncated'; readonly itemId: string; readonly audioEndMs: number }
  | ProviderError
  /** A frame that means nothing to this version; kept so that a log is complete. */
  | { readonly type: 'frame-ignored'; readonly name: string };

/** An error that the service reports. Not the end by itself, except a `fatal` one: an end is a closed connection. */
export interface ProviderError {
  readonly type: 'provider-error';
  /** The service's own code, for developers. */
  readonly code: string;
  readonly message: string;
  /**
   * `benign`: two messages crossed and nothing was lost. `response-active`: a response was refused because another one is
   * active. `response-inactive`: there was nothing to cancel. `error`: the conversation survives. `fatal`: it does not.
   */
  readonly meaning: 'benign' | 'response-active' | 'response-inactive' | 'error' | 'fatal';
  /** What to report to the page; default `provider-error`. */
  readonly errorCode?: AgentErrorCode;
  /** Which of our actions the error answers, where the service says so. */
  readonly action?: Action['type'];
}

type AssignedId = 'itemId' | 'responseId';

/** A {@link ProviderEvent} as a codec decodes it: ids that the service does not give are absent. */
export type DecodedEvent = ProviderEvent extends infer E
  ? E extends ProviderEvent
    ? Omit<E, AssignedId> & { readonly [K in AssignedId & keyof E]?: E[K] }
    : never
  : never;

/** What the connection reports about itself. */
export type ConnectionEvent =
  | { readonly type: 'connection-opening'; readonly provider: string }
  | { readonly type: 'connection-open' }
  /** Everything that was received, before its meaning; audio is replaced by its size. */
  | { readonly type: 'frame-received'; readonly frame: unknown }
  | { readonly type: 'frame-sent'; readonly frame: unknown }
  | { readonly type: 'frame-malformed'; readonly message: string; readonly bytes: number }
  /** Not sent: it is larger than the other side accepts, and would have ended the conversation. */
  | { readonly type: 'frame-refused'; readonly bytes: number; readonly limitBytes: number }
  /**
   * The person's audio begins to leave for the service, for the first time or after a pause; `audioMs` was sent in all, this
   * chunk included. The log learned of it `lateMs` afterwards, where another thread sends.
   */
  | { readonly type: 'audio-flowing'; readonly audioMs: number; readonly lateMs?: number }
  /** The connection was too slow: so much of the person's audio was never sent. */
  | { readonly type: 'audio-dropped'; readonly droppedMs: number }
  /** `error` is what the close means, `null` for a normal end. */
  | {
      readonly type: 'connection-closed';
      readonly closeCode: number;
      readonly reason: string;
      readonly error: AgentErrorCode | null;
    };

/** The microphone that is in use from now on. */
interface MicrophoneInUse {
  readonly deviceId?: string;
  readonly label?: string;
  readonly sampleRate: number;
  /** The chosen device cannot be found: this one takes its place. */
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
  /** The devices there are, at first and whenever one was connected or removed. */
  | { readonly type: 'devices-changed'; readonly devices: readonly AudioDevice[] }
  /** The system muted the microphone, or no longer does. Not reported for the conversation's own mute. */
  | { readonly type: 'microphone-silenced'; readonly silenced: boolean }
  | { readonly type: 'microphone-ended'; readonly reason: 'unplugged' | 'revoked' };

/** Positions are milliseconds of the item's own audio that left the speaker. */
export type PlaybackEvent =
  | { readonly type: 'playback-started'; readonly itemId: string }
  | { readonly type: 'playback-progress'; readonly itemId: string; readonly heardMs: number }
  /** All audio of the item was heard. */
  | { readonly type: 'playback-ended'; readonly itemId: string; readonly heardMs: number }
  /** The item was cut off when `receivedMs` of its audio had arrived; nothing of it will be heard any more. */
  | { readonly type: 'playback-flushed'; readonly itemId: string; readonly heardMs: number; readonly receivedMs: number }
  /** All audio of the item that has arrived was heard; more may follow, since its end was not announced. */
  | { readonly type: 'playback-drained'; readonly itemId: string; readonly heardMs: number }
  /** Audio arrived too late: the item was silent for `gapMs`. */
  | { readonly type: 'playback-starved'; readonly itemId: string; readonly gapMs: number };

export type SpeakerEvent =
  | PlaybackEvent
  /** The output device in use from now on, the system's default without `deviceId`. `missing` was chosen and cannot be found. */
  | { readonly type: 'speaker-changed'; readonly deviceId?: string; readonly missing?: string };

/** What the page or the person asks for. */
export type CommandEvent =
  /** The provider is not decided yet: the relay is asked for its default. */
  | { readonly type: 'provider-requested' }
  | {
      readonly type: 'start';
      readonly provider: string;
      readonly capabilities: Capabilities;
      readonly config: SessionConfig;
      readonly bargeIn: BargeInMode;
    }
  | { readonly type: 'stop'; readonly reason: EndReason }
  | { readonly type: 'send-text'; readonly text: string }
  | { readonly type: 'send-image'; readonly dataUrl: string; readonly text?: string }
  /** Told to the agent silently: it causes no response. */
  | { readonly type: 'send-context'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'create-response' }
  | { readonly type: 'update-session'; readonly patch: Partial<SessionConfig> }
  | { readonly type: 'set-muted'; readonly muted: boolean }
  /** Push-to-talk. */
  | { readonly type: 'talk-pressed' }
  | { readonly type: 'talk-released' }
  | { readonly type: 'send-raw'; readonly message: Readonly<Record<string, unknown>> }
  /** The page declines an end that was announced: the limit starts again from here. */
  | { readonly type: 'extend-limit'; readonly kind: LimitKind }
  /** The person has read what stood in the way. */
  | { readonly type: 'dismiss-notices' }
  /** Empties the transcript. */
  | { readonly type: 'clear' };

/** What the session itself finds out. */
export type SessionEvent =
  /** The agent should have responded by now and has not; the person need not wait any longer. */
  | { readonly type: 'response-overdue' }
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

/** Everything that can stand in the log. */
export type VoiceEvent = ProviderEvent | ConnectionEvent | MicrophoneEvent | SpeakerEvent | CommandEvent | SessionEvent;

export type EventSource = 'provider' | 'connection' | 'microphone' | 'speaker' | 'page' | 'session';

/** One thing that happened. `at` is milliseconds on the log's clock. */
export interface LogEntry<E extends VoiceEvent = VoiceEvent> {
  readonly at: number;
  readonly source: EventSource;
  readonly event: E;
}
