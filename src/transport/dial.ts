import type { Socket, SocketEvents } from '../spec/socket.js';
import { watchPolicy } from './watch-policy.js';

export type Dial = (url: string, protocols: readonly string[], events: SocketEvents) => Socket;

/** No close code: this thread may not connect there; another may. */
export const NOT_HERE = 0;

/** The platform's own WebSocket, in pages and workers. A policy that refuses it closes it with {@link NOT_HERE}, at once. */
export const dialWebSocket: Dial = (url, protocols, events) => {
  let socket: WebSocket | undefined;
  const opening = new AbortController();
  const end = (closeCode: number, reason: string): void => {
    opening.abort();
    events.closed(closeCode, reason);
  };
  const refuse = (): void => {
    if (!opening.signal.aborted) end(NOT_HERE, '');
  };
  // No `close` follows a refusal. All that tells of it is this in Chromium, an exception in Firefox, and in WebKit an `error`
  // of a socket that goes on connecting.
  watchPolicy(url, refuse, opening.signal);
  try {
    socket = new WebSocket(url, [...protocols]);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      opening.abort();
      events.opened();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => events.message(data);
    socket.onerror = () => socket?.readyState || refuse();
    socket.onclose = ({ code, reason }) => end(code, reason);
  } catch {
    refuse();
  }
  return {
    get bufferedAmount() {
      return socket?.bufferedAmount ?? 0;
    },
    send: (text) => socket?.send(text),
    close: () => socket?.close(1000),
  };
};
