import type { Socket, SocketEvents } from '../spec/socket.js';

export type Dial = (url: string, protocols: readonly string[], events: SocketEvents) => Socket;

/** The platform's own WebSocket, in pages and workers. */
export const dialWebSocket: Dial = (url, protocols, events) => {
  const socket = new WebSocket(url, [...protocols]);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.opened();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => events.message(data);
  socket.onclose = ({ code, reason }) => events.closed(code, reason);
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send: (text) => socket.send(text),
    close: () => socket.close(1000),
  };
};
