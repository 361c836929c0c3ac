import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptKeyOf } from '../websocket/handshake.js';

/** The one sub-protocol that is ever answered; others that clients offer carry keys. */
const PUBLIC_PROTOCOL = 'realtime';

/**
 * Answers a handshake that {@link admit} found sound: from here on the socket carries frames. No extension is ever agreed on.
 * False where the client is gone.
 */
export function acceptSocket(request: IncomingMessage, socket: Duplex): boolean {
  if (!socket.readable || !socket.writable) {
    socket.destroy();
    return false;
  }
  const { 'sec-websocket-key': key = '', 'sec-websocket-protocol': offered = '' } = request.headers;
  const isOffered = offered.split(',').some((protocol) => protocol.trim() === PUBLIC_PROTOCOL);
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptKeyOf(key)}`,
    ...(isOffered ? [`Sec-WebSocket-Protocol: ${PUBLIC_PROTOCOL}`] : []),
  ];
  request.socket.setTimeout(0).setNoDelay();
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return true;
}
