/**
 * A voice service for the soak, in a process of its own. It answers each chunk of speech with the same letters, each
 * `response.create` with figures, and does what an item of the page tells it: `leave`, `break` or `hang`. Prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Order } from './session.js';

interface Heard {
  readonly type: string;
  readonly audio?: string;
  readonly session?: object;
  readonly item?: { readonly content: readonly { readonly text: Order }[] };
}

const details = { audio_tokens: 10 };
const usage = {
  total_tokens: 20,
  input_tokens: 10,
  output_tokens: 10,
  input_token_details: details,
  output_token_details: details,
};

function obey(socket: WebSocket, order: Order | undefined): void {
  switch (order) {
    case 'leave':
      return socket.close(1000);
    case 'break':
      return socket.terminate();
    case 'hang':
      return socket.pause();
    case undefined:
      return;
    default:
      order satisfies never;
  }
}

function serve(socket: WebSocket): void {
  const say = (event: object): void => socket.send(JSON.stringify(event));
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    const heard = JSON.parse(data.toString()) as Heard;
    if (heard.type === 'input_audio_buffer.append') say({ type: 'response.output_audio.delta', delta: heard.audio });
    if (heard.type === 'session.update') say({ type: 'session.updated', session: heard.session });
    if (heard.type === 'response.create') {
      say({ type: 'response.created', response: { id: 'resp_1' } });
      say({ type: 'response.done', response: { id: 'resp_1', status: 'completed', output: [], usage } });
    }
    if (heard.type === 'conversation.item.create') obey(socket, heard.item?.content[0]?.text);
  });
  say({ type: 'session.created', event_id: 'event_1', session: { type: 'realtime', id: 'sess_1' } });
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((_request, response) => void response.end());
server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, serve));
server.listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`));
