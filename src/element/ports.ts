import type { Clock } from '../lib/clock.js';
import type { Connection, ConnectionRequest } from '../spec/connection.js';
import type { Provider } from '../spec/provider.js';
import type { TakeWorker } from '../spec/take-worker.js';
import type { WorkletLocation } from '../spec/worklet-location.js';
import type { Microphone, Speaker } from '../spec/audio-io.js';

/** Where the relay is and how a page says who it is. */
export interface RelayAddress {
  /** Base of the relay's routes. */
  readonly url: string;
  /** Asked anew for every connection. */
  readonly token: () => string | undefined | Promise<string | undefined>;
}

export interface AudioRequest {
  readonly context: AudioContext;
  readonly workletUrl: string | undefined;
}

/** All that the element takes from the rooms beside it. `compose.ts` is the real one; stories and tests bring others. */
export interface Ports {
  readonly clock: Clock;
  /** For every element of the page. */
  addProvider(id: string, load: () => Promise<{ readonly default: Provider }>): void;
  hasProvider(id: string): boolean;
  /** The id of the provider that was registered first. */
  firstProvider(): string;
  /** Rejects with an `AgentError` `provider-unknown`. */
  loadProvider(id: string): Promise<Provider>;
  /** For the connection that will be opened; ends with `signal` unless that takes it. */
  startWorker(place: WorkletLocation, signal: AbortSignal): TakeWorker;
  openConnection(
    provider: Provider,
    relay: RelayAddress,
    request: ConnectionRequest,
    signal: AbortSignal,
    options: { readonly takeWorker: TakeWorker | undefined },
  ): Promise<Connection>;
  /** Called inside the person's gesture, without which some browsers keep audio suspended. */
  createContext(signal: AbortSignal): AudioContext;
  openMicrophone(request: AudioRequest & { readonly deviceId: string | undefined }, signal: AbortSignal): Promise<Microphone>;
  openSpeaker(request: AudioRequest & { readonly volume: number }, signal: AbortSignal): Promise<Speaker>;
}
