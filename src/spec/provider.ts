import type { Capabilities } from './capabilities.js';
import type { Codec } from './codec.js';
import type { SessionConfig } from './session-config.js';
import type { Socket, SocketEvents } from './socket.js';
import type { ModelPrices } from './usage.js';

/** Where the relay finds the key and which header carries it. A description: the key itself never enters a provider. */
export interface Credential {
  /** Name of the environment variable. */
  readonly environment: string;
  readonly header: string;
  /** Precedes the key in the header, for instance `Bearer `. */
  readonly prefix: string;
}

/** What a page gets when the relay admits it. */
export interface Ticket {
  /** ws: or wss: address. */
  readonly url: string;
  /** WebSocket subprotocols to offer. */
  readonly protocols?: readonly string[];
}

export interface TicketRequest {
  readonly method: 'GET' | 'POST';
  /** Relative to `relay-url`, with a leading slash; may have a query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** How a page asks the relay for a {@link Ticket}. */
export interface TicketRoute {
  request(config: SessionConfig): TicketRequest;
  /** Throws an `AgentError` with code `relay-malformed`. */
  parse(answer: unknown): Ticket;
}

/** How a service is reached. */
export type Transport =
  /** Ticket and socket by the relay, which forwards frames and keeps the key. */
  | { readonly kind: 'relayed'; readonly ticket: TicketRoute }
  /** Ticket by the relay, socket to the service's own signed address. */
  | {
      readonly kind: 'direct';
      readonly ticket: TicketRoute;
      /** The largest message that the service accepts. */
      readonly maxMessageBytes?: number;
    }
  /** Media tracks and a data channel. Declared for providers to come; opening it fails with `unsupported`. */
  | { readonly kind: 'webrtc'; readonly ticket: TicketRoute }
  /** A peer inside the page. It ends with `signal` and calls no event before this returns. */
  | { readonly kind: 'page'; connect(config: SessionConfig, events: SocketEvents, signal: AbortSignal): Socket };

/** One voice service. A provider folder exports one of these as its default. */
export interface Provider {
  readonly id: string;
  /** For menus. */
  readonly label: string;
  readonly capabilities: Capabilities;
  readonly transport: Transport;
  readonly credential?: Credential;
  /** One codec for each connection. */
  createCodec(config: SessionConfig): Codec;
  /**
   * Address of a module whose default export is `createCodec`, for a provider that is not built in: with it, its codec runs in
   * the transport's Worker too.
   */
  readonly codecUrl?: string;
  /** `undefined` where the price of a model is not known. */
  pricesOf(model: string | undefined): ModelPrices | undefined;
}
