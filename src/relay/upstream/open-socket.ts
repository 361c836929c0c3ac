import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { onAbort } from '../../lib/on-abort.js';
import { acceptKeyOf, createHandshakeKey } from '../websocket/handshake.js';

export interface SocketAnswers {
  /** `head` is what came right after the handshake. */
  readonly onOpen: (socket: Duplex, head: Buffer) => void;
  /** An answer that is no upgrade. Nobody has read its body, and nobody has to. */
  readonly onStatus: (response: IncomingMessage) => void;
  /** May come more than once, and after the other answers. */
  readonly onError: (cause: unknown) => void;
}

/** Asks a service for a WebSocket, without extensions or sub-protocols. Follows no redirection. Hangs up when `signal` aborts. */
export function openSocket(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { onOpen, onStatus, onError }: SocketAnswers,
  signal: AbortSignal,
): void {
  const key = createHandshakeKey();
  const isSecure = url.protocol === 'wss:';
  const address = new URL(url.href.replace(/^ws/, 'http'));
  const handshake = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key };
  const request = (isSecure ? requestHttps : requestHttp)(address, { agent: false, headers: { ...headers, ...handshake } });

  // An aborted handshake reports an error of its own: this listener has to outlive the answer.
  request.on('error', onError);
  request.once('response', onStatus);
  request.once('upgrade', (response, socket, head) => {
    onAbort(signal, () => socket.destroy());
    if (isAgreed(response, key)) {
      response.socket.setTimeout(0).setNoDelay();
      return onOpen(socket, head);
    }
    socket.on('error', () => undefined).destroy();
    onError(new Error('The service agreed to something else than a WebSocket.'));
  });
  onAbort(signal, () => request.destroy());
  request.end();
}

/** RFC 6455, section 4.1: what a client has to check. Nothing was offered, so nothing may be agreed on. */
function isAgreed({ statusCode, headers }: IncomingMessage, key: string): boolean {
  return (
    statusCode === 101 &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-accept'] === acceptKeyOf(key) &&
    headers['sec-websocket-extensions'] === undefined &&
    headers['sec-websocket-protocol'] === undefined
  );
}
