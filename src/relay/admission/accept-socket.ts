import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { SOCKET_OPTIONS } from '../session/socket-peer.js';

/** The only subprotocol that the relay selects; others that clients offer carry keys. */
const PUBLIC_PROTOCOL = 'realtime';

const server = new WebSocketServer({
  ...SOCKET_OPTIONS,
  noServer: true,
  clientTracking: false,
  handleProtocols: (offered) => (offered.has(PUBLIC_PROTOCOL) ? PUBLIC_PROTOCOL : false),
  // Four seconds of speech in Base64, in no more frames than anybody has reason to.
  maxPayload: 256 * 1024,
  maxFragments: 64,
  // Reads that one frame may take: a packet has at least some 500 bytes, so a whole message comes in half as many.
  maxBufferedChunks: 1024,
});

/**
 * Answers a handshake that `admit` found valid; `head` is what was read behind it. The socket stays paused if it was.
 * `undefined` where the client is gone.
 */
export function acceptSocket(request: IncomingMessage, socket: Duplex, head: Buffer): WebSocket | undefined {
  let accepted: WebSocket | undefined;
  server.handleUpgrade(request, socket, head, (webSocket) => (accepted = webSocket));
  return accepted;
}
