import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { own } from '../../src/lib/own.js';
import { createMailbox, type Mailbox } from './mailbox.js';

/** One conversation as the voice service sees it. */
export interface ServedConversation {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  /** Text frames of the relay, as they came. */
  readonly frames: Mailbox<string>;
  readonly closed: Promise<number>;
  say(event: Readonly<Record<string, unknown>>): void;
}

export interface UpstreamServer {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string;
  readonly conversations: Mailbox<ServedConversation>;
  /** Every upgrade that was asked for, refused or not. */
  readonly dials: Mailbox<IncomingMessage>;
}

export interface UpstreamBehaviour {
  /** Instead of an upgrade. */
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex) => 'handled' | undefined;
  /** Instead of `session.created`. */
  readonly greet?: (conversation: ServedConversation) => void;
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => void;
}

export const SESSION_CREATED = {
  type: 'session.created',
  event_id: 'event_1',
  session: {
    type: 'realtime',
    id: 'sess_1',
    model: 'gpt-realtime-2.1',
    instructions: 'You are the service default.',
    tools: [],
    audio: { output: { voice: 'marin' } },
  },
};

/** A voice service in GA dialect, real down to its socket, that does what a test tells it. */
export async function openUpstreamServer(behaviour: UpstreamBehaviour, signal: AbortSignal): Promise<UpstreamServer> {
  const conversations = createMailbox<ServedConversation>();
  const dials = createMailbox<IncomingMessage>();
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer(behaviour.onRequest ?? ((_request, response) => response.writeHead(404).end()));

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    dials.put(request);
    if (behaviour.onUpgrade?.(request, socket) === 'handled') return;
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const conversation = serve(request, webSocket);
      (behaviour.greet ?? (() => conversation.say(SESSION_CREATED)))(conversation);
      conversations.put(conversation);
    });
  });
  own(signal, () => {
    sockets.clients.forEach((client) => client.terminate());
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, conversations, dials };
}

function serve(request: IncomingMessage, socket: WebSocket): ServedConversation {
  const frames = createMailbox<string>();
  socket.on('message', (data: Buffer) => frames.put(data.toString()));
  socket.on('error', () => undefined);
  return {
    request,
    socket,
    frames,
    closed: new Promise((resolve) => socket.once('close', resolve)),
    say: (event) => socket.send(JSON.stringify(event)),
  };
}
