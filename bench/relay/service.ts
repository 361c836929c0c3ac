/**
 * A voice service for benchmarks, in a process of its own: greets, agrees to every session, and answers each chunk of
 * speech with one of its own. `commit` makes it push, `clear` makes it stop reading. Prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** 100 ms of PCM16 at 24 kHz, as OpenAI sends it. */
const DELTA = Buffer.from(
  JSON.stringify({
    type: 'response.output_audio.delta',
    event_id: 'event_Cx0a1b2c3d4e5f6a7b8c9',
    response_id: 'resp_Cx0a1b2c3d4e5f6a7b8c9',
    item_id: 'item_Cx0a1b2c3d4e5f6a7b8c9',
    output_index: 0,
    content_index: 0,
    delta: 'A'.repeat(6_400),
  }),
);
const CREATED = JSON.stringify({ type: 'session.created', event_id: 'event_1', session: { type: 'realtime', id: 'sess_1' } });
const PUSHED_BYTES = 120_000_000;

async function push(socket: WebSocket): Promise<void> {
  for (let pushed = 0; pushed < PUSHED_BYTES && socket.readyState === socket.OPEN; pushed += DELTA.length) {
    await new Promise((resolve) => socket.send(DELTA, { binary: false }, resolve));
  }
}

function serve(socket: WebSocket): void {
  socket.on('error', () => undefined);
  socket.send(CREATED);
  socket.on('message', (data: Buffer) => {
    const head = data.toString('latin1', 0, 64);
    if (head.includes('append')) socket.send(DELTA, { binary: false });
    else if (head.includes('session.update'))
      socket.send(JSON.stringify({ type: 'session.updated', event_id: 'event_2', session: {} }));
    else if (head.includes('commit')) void push(socket);
    else if (head.includes('clear')) socket.pause();
  });
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((_request, response) => void response.end());
server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, serve));
server.listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`));
