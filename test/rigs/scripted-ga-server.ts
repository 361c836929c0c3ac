import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { GaCall, type GaOptions } from './ga-call.js';

export interface GaServer {
  /** Base of the routes, as `relay-url` takes it. */
  readonly url: string;
  /** Sockets that are open now. */
  readonly open: () => number;
  /** Resolves with the `count`-th conversation, whether it has begun already or not. */
  call(count?: number): Promise<GaCall>;
  /** Resolves once no socket is open any more. */
  empty(): Promise<void>;
}

export interface GaServerOptions extends GaOptions {
  /** Answers the request for a ticket in the server's stead. */
  readonly ticket?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Refuses the upgrade with this status, and says why to a plain GET. */
  readonly refuseUpgrade?: { readonly status: number; readonly why?: string };
  /** Takes the connection and never answers the upgrade. */
  readonly holdUpgrade?: boolean;
}

/** A relay's two routes with OpenAI's GA endpoint behind them, on a port of its own. It ends with `signal`. */
export async function startGaServer(signal: AbortSignal, options: GaServerOptions = {}): Promise<GaServer> {
  const calls: GaCall[] = [];
  const news = new EventTarget();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 32 * 1024 * 1024, perMessageDeflate: false });
  const server = createServer((request, response) => {
    // The page of a browser test comes from another origin.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return response.end();
    if (request.method === 'GET') {
      response.statusCode = options.refuseUpgrade?.status ?? 404;
      return response.end(options.refuseUpgrade?.why ?? '');
    }
    if (options.ticket !== undefined) return options.ticket(request, response);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ wsUrl: `ws://${request.headers.host}/openai/realtime/s1`, sessionId: 's1', model: 'm', voice: 'v' }),
    );
  });
  server.on('upgrade', (request, socket, head) => {
    if (options.holdUpgrade === true) return;
    if (options.refuseUpgrade !== undefined)
      return socket.end(`HTTP/1.1 ${options.refuseUpgrade.status} Refused\r\nConnection: close\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('close', () => news.dispatchEvent(new Event('news')));
      calls.push(new GaCall(client, options));
      news.dispatchEvent(new Event('news'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  signal.addEventListener('abort', () => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  });

  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await once(news, 'news');
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => sockets.clients.size,
    async call(count = 1) {
      await until(() => calls.length >= count);
      const call = calls[count - 1];
      if (call === undefined) throw new Error('No call');
      return call;
    },
    empty: () => until(() => sockets.clients.size === 0),
  };
}
