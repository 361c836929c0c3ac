/** The relay that a first design has: accept, dial, pass each message on. Prints its port; the first argument is the target's. */
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

const target = Number(process.argv[2]);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('listening', () => console.log(`listening on ${(server.address() as AddressInfo).port}`));
server.on('connection', (client) => {
  const service = new WebSocket(`ws://127.0.0.1:${target}/v1/realtime`);
  service.on('open', () => client.on('message', (data: Buffer) => service.send(data.toString())));
  service.on('message', (data: Buffer) => client.send(data.toString()));
  client.on('close', () => service.close());
  service.on('close', () => client.close());
  service.on('error', () => undefined);
  client.on('error', () => undefined);
});
