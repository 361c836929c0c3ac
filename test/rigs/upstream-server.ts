import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { onAbort } from '../../src/lib/on-abort.js';
import { createMailbox, type Mailbox } from './mailbox.js';

/** One conversation as the voice service sees it. */
export interface ServedConversation {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  /** Text frames that came over the relay, as they came. */
  readonly frames: Mailbox<string>;
  /** The session that the relay set up by itself before it let anybody in. */
  readonly setup: Mailbox<Readonly<Record<string, unknown>>>;
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
  /** Instead of `session.updated`, in answer to what the relay sets up by itself. */
  readonly onSetup?: (conversation: ServedConversation) => void;
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
      const conversation = serve(request, webSocket, behaviour);
      (behaviour.greet ?? (() => conversation.say(SESSION_CREATED)))(conversation);
      conversations.put(conversation);
    });
  });
  onAbort(signal, () => {
    sockets.clients.forEach((client) => client.terminate());
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, conversations, dials };
}

function serve(request: IncomingMessage, socket: WebSocket, { onSetup = agree }: UpstreamBehaviour): ServedConversation {
  const conversation: ServedConversation = {
    request,
    socket,
    frames: createMailbox(),
    setup: createMailbox(),
    closed: new Promise((resolve) => socket.once('close', resolve)),
    say: (event) => socket.send(JSON.stringify(event)),
  };
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (!text.includes(SETUP_ID)) return conversation.frames.put(text);
    conversation.setup.put((JSON.parse(text) as { session: Record<string, unknown> }).session);
    onSetup(conversation);
  });
  return conversation;
}

/** The event id by which a relay's own update is told from a page's. */
const SETUP_ID = '"event_id":"relay_opening"';

function agree({ setup, say }: ServedConversation): void {
  say({ type: 'session.updated', event_id: 'event_2', session: { ...SESSION_CREATED.session, ...setup.all.at(-1) } });
}
