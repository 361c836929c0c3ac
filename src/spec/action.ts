import type { AgentErrorCode } from './agent-error.js';
import type { SessionConfig } from './session-config.js';
import type { EndReason } from './voice-event.js';

/** What the session wants of a provider, in no dialect. A codec answers what it cannot say with no frame at all. */
export type Action =
  | { readonly type: 'configure'; readonly config: SessionConfig; readonly audioHeard: boolean }
  | { readonly type: 'commit-audio' }
  | { readonly type: 'clear-audio' }
  | { readonly type: 'add-user-text'; readonly text: string }
  | { readonly type: 'add-user-image'; readonly dataUrl: string; readonly text?: string }
  | { readonly type: 'add-context'; readonly text: string }
  | { readonly type: 'add-tool-output'; readonly callId: string; readonly output: string }
  /** `say` asks for exactly these words, as a greeting does. */
  | { readonly type: 'create-response'; readonly say?: string }
  | { readonly type: 'cancel-response'; readonly responseId?: string }
  /** Makes the provider forget what the person did not hear. Whole milliseconds. */
  | { readonly type: 'truncate'; readonly itemId: string; readonly contentIndex: number; readonly audioEndMs: number }
  | { readonly type: 'send-raw'; readonly message: Readonly<Record<string, unknown>> };

/** What `step` asks the session to perform. */
export type Effect =
  | { readonly type: 'send'; readonly action: Action }
  /** Lets the microphone's sound through to the provider, or not. */
  | { readonly type: 'gate-microphone'; readonly open: boolean; readonly preRoll: boolean }
  /** Silences the speaker; it answers with `playback-flushed` for what was cut. */
  | { readonly type: 'flush-speaker' }
  | { readonly type: 'run-tool'; readonly callId: string; readonly name: string; readonly arguments: string }
  /** Disables the track. */
  | { readonly type: 'mute-microphone'; readonly muted: boolean }
  /** Something went wrong that the conversation survives. */
  | { readonly type: 'report'; readonly code: AgentErrorCode; readonly message: string }
  | { readonly type: 'end'; readonly reason: EndReason }
  | { readonly type: 'fail'; readonly code: AgentErrorCode; readonly message: string };
