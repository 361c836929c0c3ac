import type { AgentErrorCode } from './agent-error.js';
import type { AudioFormat } from './audio-format.js';
import type { SessionConfig } from './session-config.js';

/** What the session asks of a service, in no service's words. The session sends only what the capabilities allow. */
export type Action =
  /** The whole configuration after a change; `changed` names the settings that differ from what the codec was told last. */
  | { readonly type: 'update-session'; readonly config: SessionConfig; readonly changed: readonly (keyof SessionConfig)[] }
  | { readonly type: 'commit-audio' }
  | { readonly type: 'clear-audio' }
  | { readonly type: 'add-user-text'; readonly text: string }
  | { readonly type: 'add-user-image'; readonly dataUrl: string; readonly text?: string }
  | { readonly type: 'add-context'; readonly text: string }
  | {
      readonly type: 'add-tool-output';
      readonly callId: string;
      readonly name: string;
      readonly output: string;
      /** The tool failed; `output` says why. */
      readonly isError: boolean;
    }
  /** `say` asks for exactly these words, as a greeting does. */
  | { readonly type: 'create-response'; readonly say?: string }
  | { readonly type: 'cancel-response'; readonly responseId?: string }
  /** Makes the service forget what the person did not hear. Whole milliseconds. */
  | { readonly type: 'truncate'; readonly itemId: string; readonly contentIndex: number; readonly audioEndMs: number }
  | { readonly type: 'send-raw'; readonly message: Readonly<Record<string, unknown>> };

/** Why a conversation ended. */
export type EndReason = 'stopped' | 'removed' | 'limit' | 'closed' | 'failed';

/** What `step` asks the session to perform. */
export type Effect =
  | { readonly type: 'send'; readonly action: Action }
  /** Lets the microphone's audio through to the service, or not. */
  | { readonly type: 'gate-microphone'; readonly open: boolean; readonly preRoll: boolean }
  /** Sends silence, so that a service that detects turns notices the end of one. */
  | { readonly type: 'send-silence'; readonly durationMs: number }
  /** The format that the service wants is known. */
  | { readonly type: 'set-input-format'; readonly format: AudioFormat }
  /** Stops playback; the speaker reports `playback-flushed` for what was cut. */
  | { readonly type: 'flush-speaker' }
  | { readonly type: 'run-tool'; readonly callId: string; readonly name: string; readonly arguments: string }
  /** Disables the track. */
  | { readonly type: 'mute-microphone'; readonly muted: boolean }
  /** Something failed that the conversation survives. */
  | { readonly type: 'report'; readonly code: AgentErrorCode; readonly message: string }
  | { readonly type: 'end'; readonly reason: EndReason }
  | { readonly type: 'fail'; readonly code: AgentErrorCode; readonly message: string };
