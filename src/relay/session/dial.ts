import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { after } from '../../lib/timer.js';
import { Refusal } from '../refusal.js';
import type { Peer } from './peer.js';
import { SOCKET_OPTIONS, SocketPeer } from './socket-peer.js';
import type { UpstreamProtocol } from '../protocols/upstream-protocol.js';

export interface DialTarget {
  readonly protocol: Pick<UpstreamProtocol, 'checkFirstMessage' | 'mapCloseCode'>;
  readonly url: URL;
  /** All there is: nothing of the client's request is ever passed on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly pingMs: number;
}

const DIAL_OPTIONS = {
  ...SOCKET_OPTIONS,
  // The key would go to wherever a redirect points.
  followRedirects: false,
  // What a service may send in one message; an audio delta has some 10 kB.
  maxPayload: 4 * 1024 * 1024,
  maxFragments: 1024,
  // Reads that one frame may take: a packet has at least some 500 bytes, so a whole message comes in half as many.
  maxBufferedChunks: 16 * 1024,
};

/**
 * Opens a socket to a service, without extensions or subprotocols, and waits until it has created the session. The socket is
 * dropped when `signal` aborts.
 */
export function dial({ protocol, url, headers, timeoutMs, pingMs }: DialTarget, signal: AbortSignal): Promise<Peer> {
  return new Promise<Peer>((resolve, reject) => {
    const life = createChild(signal);
    const dialling = createChild(life.signal);
    const refuse = (refusal: Refusal): void => {
      reject(refusal);
      life.abort();
    };
    onAbort(life.signal, () =>
      refuse(new Refusal('upstream-unavailable', 'The conversation ended before the voice service answered.')),
    );
    after(timeoutMs, () => refuse(new Refusal('upstream-timeout', 'The voice service did not answer in time.')), dialling.signal);

    const webSocket = new WebSocket(url, { ...DIAL_OPTIONS, headers: { ...headers } });
    const onError = (cause: Error): void =>
      refuse(new Refusal('upstream-unavailable', 'The voice service cannot be reached.', { cause, mayRetry: true }));
    const onOpen = (socket: IncomingMessage['socket']): void => {
      const peer = new SocketPeer(webSocket, socket, { pingMs, hangsUpFirst: true });
      // From here on the peer listens, and an error ends it in order.
      webSocket.off('error', onError);
      void peer.firstFrame.then((frame) => {
        const error = protocol.checkFirstMessage(frame);
        if (error !== null) return refuse(new Refusal(error, 'The voice service opened the conversation with an error.'));
        dialling.abort();
        resolve(peer);
      });
      void peer.closed.then(({ closeCode, reason }) =>
        refuse(new Refusal(protocol.mapCloseCode(closeCode, reason) ?? 'upstream-unavailable', 'The voice service hung up.')),
      );
    };
    // Stays after the answer, because an aborted handshake emits an error of its own.
    webSocket.on('error', onError);
    webSocket.once('unexpected-response', (_request, response) => refuse(refusalOf(response)));
    webSocket.once('upgrade', ({ socket }) => webSocket.once('open', () => onOpen(socket)));
    onAbort(life.signal, () => webSocket.terminate());
  });
}

const RETRY_SECONDS = 5;

/** What a service's HTTP status means to a caller. Its body is never read: it may repeat the key. */
function refusalOf(response: IncomingMessage): Refusal {
  const status = response.statusCode ?? 0;
  response.destroy();
  if (status === 401 || status === 403)
    return new Refusal('upstream-refused', `The voice service refused the relay's credentials (HTTP ${status}).`);
  if (status === 400 || status === 404)
    return new Refusal('model-refused', `The voice service does not know this model (HTTP ${status}).`);
  return new Refusal('upstream-unavailable', `The voice service is not available (HTTP ${status}).`, {
    retryAfterSeconds: retryAfterOf(response) ?? RETRY_SECONDS,
    mayRetry: status >= 500,
  });
}

function retryAfterOf(response: IncomingMessage): number | undefined {
  const seconds = Number(response.headers['retry-after']);
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 3_600 ? seconds : undefined;
}
