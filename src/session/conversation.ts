import type { Clock } from '../lib/clock.js';
import type { Capabilities } from '../spec/capabilities.js';
import type { EndReason } from '../spec/action.js';
import type { Connection, ConnectionRequest } from '../spec/connection.js';
import type { BargeInMode, SessionConfig } from '../spec/session-config.js';
import type { Microphone, Speaker } from '../spec/audio-io.js';
import type { CommandEvent, LimitKind } from '../spec/voice-event.js';
import type { PricesOf } from './cost.js';
import type { Limits } from './limits.js';
import type { Log } from './log.js';
import type { Tools } from './tools.js';
import type { Views } from './views.js';

/** What a conversation consists of. Things that last are given as functions, so that the conversation opens and owns them. */
export interface ConversationRequest {
  /** The provider's id, for the log. */
  readonly provider: string;
  readonly capabilities: Capabilities;
  /** Its `tools` are ignored: the registry below says what the agent may call. */
  readonly config: SessionConfig;
  /** For instance `openConnection` of the transport, bound to a provider and a relay. */
  openConnection(request: ConnectionRequest, signal: AbortSignal): Promise<Connection>;
  /** Absent, or with `modality: 'text'`, no microphone is requested. */
  openMicrophone?(signal: AbortSignal): Promise<Microphone>;
  openSpeaker?(signal: AbortSignal): Promise<Speaker>;
  readonly bargeIn?: BargeInMode;
  readonly tools?: Tools;
  readonly limits?: Limits;
  /** Asked before a limit ends the conversation; `false` lets it go on, and the limit starts again. */
  mayEnd?(kind: LimitKind): boolean;
  readonly log: Log;
  /** Of `log`, where something else follows it too. */
  readonly views?: Views;
  /** What a model costs, where no `views` are given; without it no cost limit can be kept. */
  pricesOf?: PricesOf;
  readonly clock?: Clock;
}

/** A conversation under way. It ends by `stop`, by its signal, by a limit, by the service or by a failure. */
export interface Conversation {
  readonly log: Log;
  /** Settles once the service is ready. Rejects with an `AgentError`, or with the abort reason where it was stopped before. */
  readonly live: Promise<void>;
  /** Never rejects; a failure's `AgentError` stands in the log as `failed`. Everything is released when it settles. */
  readonly ended: Promise<EndReason>;
  dispatch(command: CommandEvent): void;
}
