import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onAbort } from '../../../src/lib/on-abort.js';
import { createOpenAiProtocol } from '../../../src/relay/protocols/openai/protocol.js';
import type { Peer } from '../../../src/relay/session/peer.js';
import { SocketPeer } from '../../../src/relay/session/socket-peer.js';
import { acceptSocket } from '../../../src/relay/admission/accept-socket.js';
import { dial } from '../../../src/relay/session/dial.js';
import { createMailbox, type Mailbox } from '../mailbox.js';
import { rawFrame, type RawFrame } from './raw-frame.js';
import { openReceiver } from './ws-receiver.js';

/** Which end of a WebSocket the relay is: the server of a page or the client of a service. */
export type End = 'client' | 'server';

export interface RelayEnd {
  readonly peer: Peer;
  /** The other end, a socket that no library keeps from misbehaving. */
  readonly socket: Socket;
  /** What the relay sent, in the words of {@link openReceiver}, and `end` last. */
  readonly answers: Mailbox<string>;
  /** Resolves to {@link answers} once the connection ended. */
  readonly ended: Promise<readonly string[]>;
}

const PING_MS = 60_000;
const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
const HEAD_END = Buffer.from('\r\n\r\n');
const GREETING = Buffer.from('{"type":"session.created"}');

/** A WebSocket that the relay opened or accepted as it does for a conversation, with nothing behind it. */
export async function openRelayEnd(end: End, signal: AbortSignal): Promise<RelayEnd> {
  const [peer, socket, head] = await (end === 'server' ? openPageSide(signal) : openServiceSide(signal));
  onAbort(signal, () => peer.terminate());
  const answers = createMailbox<string>();
  const receive = openReceiver({ isServer: end === 'client' }, answers.put);
  const ended = new Promise<readonly string[]>((resolve) => {
    socket.once('end', () => socket.end());
    socket.once('close', () => {
      answers.put('end');
      resolve(answers.all);
    });
  });
  receive(head);
  socket.on('data', receive).resume();
  return { peer, socket, answers, ended };
}

/** Makes a peer send back what it receives, binary frames as text that names them. */
export function echo(peer: Peer): void {
  peer.receive((frame, isBinary) => {
    if (!frame.equals(GREETING)) peer.send(isBinary ? `binary ${frame.toString('hex')}` : frame);
  });
}

/** A frame as the end opposite of `end` writes it. */
export function frameFor(end: End, frame: RawFrame): Buffer {
  return rawFrame({ isMasked: end === 'server', ...frame });
}

type Sides = readonly [peer: Peer, socket: Socket, head: Buffer];

async function openPageSide(signal: AbortSignal): Promise<Sides> {
  const server = createHttpServer().listen(0, '127.0.0.1');
  onAbort(signal, () => server.close());
  await once(server, 'listening');
  const accepted = new Promise<Peer>((resolve, reject) => {
    server.once('upgrade', (request, duplex, head) => {
      duplex.on('error', () => undefined);
      const webSocket = acceptSocket(request, duplex, head);
      if (webSocket === undefined) reject(new Error('The client is gone.'));
      else resolve(new SocketPeer(webSocket, duplex, { pingMs: PING_MS, hangsUpFirst: false }));
    });
  });
  const { port } = server.address() as AddressInfo;
  const socket = prepare(connect({ port, host: '127.0.0.1', allowHalfOpen: true }), signal);
  socket.write(
    `GET / HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  const [, rest] = await readHead(socket);
  return [await accepted, socket, rest];
}

const protocol = createOpenAiProtocol({ locks: new Set(), voices: [] });

async function openServiceSide(signal: AbortSignal): Promise<Sides> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  onAbort(signal, () => server.close());
  await once(server, 'listening');
  const url = new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const dialled = dial({ protocol, url, headers: {}, timeoutMs: 60_000, pingMs: PING_MS }, signal);
  const socket = prepare(await connected, signal);
  const [request, rest] = await readHead(socket);
  const [, key = ''] = /sec-websocket-key: (\S+)/i.exec(request) ?? [];
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  socket.write(rawFrame({ payload: GREETING, isMasked: false }));
  return [await dialled, socket, rest];
}

function prepare(socket: Socket, signal: AbortSignal): Socket {
  onAbort(signal, () => socket.destroy());
  return socket.setNoDelay().on('error', () => undefined);
}

/** The head of an HTTP message and what was read behind it; leaves the socket paused. */
async function readHead(socket: Socket): Promise<readonly [head: string, rest: Buffer]> {
  let read = Buffer.alloc(0);
  while (!read.includes(HEAD_END)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    socket.pause();
    read = Buffer.concat([read, chunk]);
    if (!read.includes(HEAD_END)) socket.resume();
  }
  const at = read.indexOf(HEAD_END) + HEAD_END.length;
  return [read.toString('latin1', 0, at), read.subarray(at)];
}
