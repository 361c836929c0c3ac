import type { IncomingMessage } from 'node:http';
import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { ClosableErrorCode } from '../../spec/close-code.js';
import type { Decoded } from '../../spec/codec.js';
import type { Peer } from '../session/peer.js';
import type { Redact } from '../session/redact.js';

/** What the relay has to know of a service's protocol. Everything outside of a protocol's folder works for any service. */
export interface UpstreamProtocol {
  /** Bytes that one second of speech takes in a client's messages, in the fastest format: the speech limit follows from it. */
  readonly audioBytesPerSecond: number;
  /** Prefix of the subprotocol by which clients that cannot set headers send their token. */
  readonly tokenSubprotocol?: string;
  /** The model that an upgrade without a ticket asks for. */
  requestedModel(request: IncomingMessage, query: URLSearchParams): string | undefined;
  /** A peer that speaks the protocol as this relay does, whatever dialect the client chose in its upgrade. */
  adaptClient(client: Peer, request: IncomingMessage): Peer;
  /** The error in a service's first message; `null` where the service has created the session. */
  checkFirstMessage(message: Buffer): ClosableErrorCode | null;
  /** What a close code of the service means to the client; `null` for a normal end. */
  mapCloseCode(closeCode: number, reason: string): ClosableErrorCode | null;
  createSession(options: ProtocolSessionOptions): ProtocolSession;
}

export interface ProtocolSessionOptions {
  readonly redact: Redact;
  readonly onEvent: (event: ProtocolEvent) => void;
}

/** Follows one conversation. Both methods are on the hot path. */
export interface ProtocolSession {
  /** Decides whether a client's message reaches the service. */
  checkClient(message: Buffer, isBinary: boolean): ClientVerdict;
  /** What the client receives of a service's message; `undefined` for nothing. */
  readUpstream(message: Buffer, isBinary: boolean): Buffer | string | undefined;
  /** Whether the service is making a response. */
  readonly responding: boolean;
  /** Stops the response in progress. */
  readonly cancelMessage: string;
}

export type ClientVerdict =
  | {
      readonly passes: true;
      /** A chunk of streamed speech. Such chunks are paced, other messages are counted. */
      readonly isAudio: boolean;
      /** What the service receives. */
      readonly message: Buffer | string;
      /** How many bytes of it are encoded speech. */
      readonly audioBytes: number;
    }
  | {
      readonly passes: false;
      readonly code: AgentErrorCode;
      /** Tells the client, in the service's own form, what was wrong. */
      readonly reply: string;
    };

export type ProtocolEvent =
  /** The first piece of an answer arrived, so long after the person's turn ended. */
  | { readonly type: 'answer-started'; readonly afterSeconds: number }
  | { readonly type: 'response-done' }
  /** A service's event in our words: usage is counted from these. */
  | { readonly type: 'decoded'; readonly events: Decoded['events'] }
  /** `code` is one of a few known ones, since metrics use it as a label. */
  | { readonly type: 'upstream-error'; readonly code: string };
