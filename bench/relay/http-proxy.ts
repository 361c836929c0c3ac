/** http-proxy as its documentation shows it for WebSockets. Prints its port; the first argument is the target's. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import httpProxy from 'http-proxy';

const proxy = httpProxy.createProxyServer({ target: `ws://127.0.0.1:${process.argv[2]}`, ws: true });
proxy.on('error', () => undefined);
const server = createServer();
server.on('upgrade', (request, socket, head) => proxy.ws(request, socket, head));
server.listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`));
