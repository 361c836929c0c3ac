import type { AudioFormat } from './audio-format.js';
import type { Codec } from './codec.js';
import type { SessionConfig } from './session-config.js';
import type { ModelPrices } from './usage.js';
import type { Socket, SocketEvents } from './socket.js';
import type { SoundFrames } from './sound-frames.js';

/** Where the relay finds the key and how it says it upstream. A description: the key itself never enters a provider. */
export interface Credential {
  readonly environment: string;
  readonly header: string;
  /** Put before the key, for instance `Bearer `. */
  readonly prefix: string;
}

/** What a page gets for asking the relay to let it in. */
export interface Ticket {
  readonly url: string;
  readonly protocols?: readonly string[];
}

/** How a page asks the relay for a {@link Ticket}. */
export interface TicketRoute {
  readonly method: 'GET' | 'POST';
  /** Relative to `relay-url`, with a leading slash. */
  readonly path: string;
  body(config: SessionConfig): Readonly<Record<string, unknown>> | undefined;
  /** Throws an `AgentError` with code `relay-malformed`. */
  parse(answer: unknown): Ticket;
}

/** How a provider is reached: over the relay's socket, or from inside the page. */
export type Transport =
  | {
      readonly kind: 'relay';
      readonly ticket: TicketRoute;
      readonly credential: Credential;
      createCodec(): Codec;
      /** With it, sound can travel in a Worker. */
      readonly sound?: SoundFrames;
    }
  | {
      readonly kind: 'page';
      /** Connects to the peer inside the page, which ends with `signal`. It may tell nothing before this returns. */
      dial(config: SessionConfig, events: SocketEvents, signal: AbortSignal): Socket;
      createCodec(): Codec;
    };

/** One voice service. A provider folder exports one of these as its default. */
export interface Provider {
  readonly id: string;
  readonly label: string;
  readonly input: AudioFormat;
  readonly output: AudioFormat;
  readonly transport: Transport;
  /** By model name; the first match of `priceOf` wins. */
  pricesOf(model: string | undefined): ModelPrices | undefined;
}
