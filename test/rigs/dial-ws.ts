import { WebSocket } from 'ws';
import type { Dial } from '../../src/transport/dial.js';

/** Node 20 has no WebSocket of its own. */
export const dialWs: Dial = (url, protocols, events) => {
  const socket = new WebSocket(url, [...protocols], { perMessageDeflate: false });
  socket.on('open', () => events.opened());
  socket.on('message', (data: Buffer, isBinary) => events.message(isBinary ? new Uint8Array(data).buffer : data.toString()));
  socket.on('close', (code, reason) => events.closed(code, reason.toString()));
  // `close` follows, which is all that browsers tell either.
  socket.on('error', () => undefined);
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send: (text) => socket.send(text),
    close: () => socket.close(1000),
  };
};
