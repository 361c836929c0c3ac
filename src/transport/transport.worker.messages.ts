import type { Action } from '../spec/action.js';
import type { ConnectionReport, ConnectionRequest } from '../spec/connection.js';

/** The ports of a connection's audio. */
export type AudioPorts = Pick<ConnectionRequest, 'microphone' | 'tracks' | 'speaker'>;

/** All that a Worker needs to open a connection. */
export interface WorkerRequest extends Pick<ConnectionRequest, 'config' | 'bargeIn'> {
  readonly url: string;
  readonly protocols: readonly string[];
  /** Of a provider that is built in. */
  readonly providerId: string;
  /** Absolute address of the module that exports the codec of any other provider. */
  readonly codecUrl: string | undefined;
  readonly isRelayed: boolean;
  readonly maxMessageBytes: number | undefined;
  readonly ports: AudioPorts;
}

/** From the page to the Worker. */
export type TransportWorkerCommand =
  /** Once. Transfers the ports. */
  | ({ readonly type: 'open' } & WorkerRequest)
  | { readonly type: 'action'; readonly action: Action }
  | { readonly type: 'gate'; readonly open: boolean; readonly preRoll: boolean | undefined }
  | { readonly type: 'silence'; readonly durationMs: number }
  | { readonly type: 'close' };

/** From the Worker to the page. */
export type TransportWorkerMessage =
  /** It runs, and takes commands. */
  | { readonly type: 'ready' }
  /** What one message or one change means, at `at` on `sharedClock`. */
  | { readonly type: 'events'; readonly reports: readonly ConnectionReport[]; readonly at: number }
  /**
   * Nothing was opened: the policy that came with the Worker's script forbids the connection, or the codec cannot be loaded.
   * Transfers the ports back.
   */
  | { readonly type: 'blocked'; readonly ports: AudioPorts }
  /** The socket has closed; nothing follows. */
  | { readonly type: 'closed' };
