import type { Clock } from '../lib/clock.js';
import type { Connection, ConnectionRequest } from '../spec/connection.js';
import type { BargeInMode, SessionConfig } from '../spec/session-config.js';
import type { Microphone, Speaker } from '../spec/audio-io.js';
import type { ModelPrices } from '../spec/usage.js';
import type { CommandEvent, EndReason, LimitKind } from '../spec/voice-event.js';
import type { Limits } from './limits.js';
import type { Log } from './log.js';
import type { Tools } from './tools.js';

/** What a conversation is made of. Things that last are given as functions, so that the conversation opens and owns them. */
export interface ConversationRequest {
  /** The provider's id, for the log. */
  readonly provider: string;
  /** Its `tools` are ignored: the registry below says what the agent may call. */
  readonly config: SessionConfig;
  /** For instance `wire`'s `openLine`, bound to a provider and a relay. */
  openConnection(request: ConnectionRequest, signal: AbortSignal): Promise<Connection>;
  /** Absent, or with `modality: 'text'`, nobody is asked for a microphone. */
  openMicrophone?(signal: AbortSignal): Promise<Microphone>;
  openSpeaker?(signal: AbortSignal): Promise<Speaker>;
  readonly bargeIn?: BargeInMode;
  readonly tools?: Tools;
  readonly limits?: Limits;
  /** Asked before a limit ends the conversation; `false` lets it go on, and the limit counts anew. */
  mayEnd?(kind: LimitKind): boolean;
  /** What a model costs; without it no cost limit can be kept. */
  pricesOf?(model: string | undefined): ModelPrices | undefined;
  readonly log: Log;
  readonly clock?: Clock;
}

/** A conversation under way. It ends by `stop`, by its signal, by a limit, by the provider or by a failure. */
export interface Conversation {
  readonly log: Log;
  /** Settles once the provider listens. Rejects with an `AgentError`, or with the abort reason where it was stopped before. */
  readonly live: Promise<void>;
  /** Never rejects; a failure's `AgentError` stands in the log as `failed`. Everything is released when it settles. */
  readonly ended: Promise<EndReason>;
  dispatch(command: CommandEvent): void;
}
