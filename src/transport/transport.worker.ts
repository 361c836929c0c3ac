import { captureTracks } from '../audio/capture/capture-tracks.js';
import { sharedClock, systemClock } from '../lib/clock.js';
import { isFields } from '../lib/fields.js';
import { findProvider } from '../providers/registry.js';
import type { Codec } from '../spec/codec.js';
import type { Provider } from '../spec/provider.js';
import type { SocketEvents } from '../spec/socket.js';
import { BLOCKED_BY_POLICY, dialWebSocket } from './dial.js';
import { createSocketConnection, type ConnectionControls } from './socket-connection.js';
import type { TransportWorkerCommand, TransportWorkerMessage, WorkerRequest } from './transport.worker.messages.js';

/** One connection, apart from whatever keeps the page busy. The page terminates the Worker when its socket has closed. */
let connection: ConnectionControls | undefined;
const life = new AbortController();

const post = (message: TransportWorkerMessage, transfer: Transferable[] = []): void => postMessage(message, { transfer });

async function open(request: WorkerRequest): Promise<void> {
  const { url, protocols, ports, bargeIn, isRelayed, maxMessageBytes } = request;
  const block = (): void => post({ type: 'blocked', ports }, Object.values(ports));
  const codec = await loadCodec(request);
  if (codec === undefined) return block();
  if (life.signal.aborted) return post({ type: 'closed' });
  const connect = (events: SocketEvents): ReturnType<typeof dialWebSocket> =>
    dialWebSocket(url, protocols, {
      ...events,
      closed(closeCode, reason) {
        if (closeCode === BLOCKED_BY_POLICY) return block();
        events.closed(closeCode, reason);
        post({ type: 'closed' });
      },
    });
  connection = createSocketConnection(
    {
      ...ports,
      codec,
      connect,
      bargeIn,
      isRelayed,
      maxMessageBytes,
      captureTracks,
      clock: systemClock,
      emit: (reports) => post({ type: 'events', reports, at: sharedClock.now() }),
    },
    life.signal,
  );
}

/** `undefined` where the codec cannot be loaded in a Worker. */
async function loadCodec({ providerId, codecUrl, config }: WorkerRequest): Promise<Codec | undefined> {
  try {
    if (codecUrl === undefined) return (await findProvider(providerId)?.())?.default.createCodec(config);
    const module: unknown = await import(/* @vite-ignore */ codecUrl);
    return isCodecModule(module) ? module.default(config) : undefined;
  } catch {
    return undefined;
  }
}

function isCodecModule(module: unknown): module is { readonly default: Provider['createCodec'] } {
  return isFields(module) && typeof module.default === 'function';
}

onmessage = ({ data }: MessageEvent<TransportWorkerCommand>) => {
  switch (data.type) {
    case 'open':
      return void open(data);
    case 'action':
      return connection?.send(data.action);
    case 'gate':
      return connection?.gateMicrophone(data.open, data.preRoll);
    case 'silence':
      return connection?.sendSilence(data.durationMs);
    case 'close':
      return life.abort();
    default:
      data satisfies never;
  }
};
post({ type: 'ready' });
