import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onAbort } from '../../../src/lib/on-abort.js';
import { OPCODE } from '../../../src/relay/websocket/opcode.js';
import { Peer, type PeerGone, type PeerOptions } from '../../../src/relay/websocket/peer.js';
import { createMailbox, type Mailbox } from '../mailbox.js';
import { rawFrame } from './raw-frame.js';
import { openReceiver } from './ws-receiver.js';

export interface Echo {
  /** A socket of the kernel that no library keeps from misbehaving. */
  readonly socket: Socket;
  readonly peer: Peer;
  /** What was heard in answer, in the words of {@link openReceiver}, and `end` last. */
  readonly answers: Mailbox<string>;
  /** Resolves to {@link answers} once the connection ended. */
  readonly ended: Promise<readonly string[]>;
  readonly gone: Promise<PeerGone>;
}

const LIMITS = { maxMessageBytes: 100_000, maxFragments: 64 };

/** A connection, after its handshake, to a peer of ours that sends messages back, answers pings, and is `end` of it. */
export async function openEcho(end: PeerOptions['end'], signal: AbortSignal): Promise<Echo> {
  const answers = createMailbox<string>();
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onAbort(signal, () => server.close());
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  onAbort(signal, () => socket.destroy());
  socket.setNoDelay().on('error', () => undefined);

  const peer = new Peer({ ...LIMITS, socket: await accepted, head: Buffer.alloc(0), end }, (heard) => {
    if (heard.type === 'ping') peer.send(OPCODE.pong, heard.payload);
    if (heard.type === 'message') peer.send(heard.isBinary ? OPCODE.binary : OPCODE.text, heard.payload);
  });
  onAbort(signal, () => peer.terminate());
  peer.resume();

  socket.on('data', openReceiver({ isServer: end === 'client' }, answers.put));
  const ended = new Promise<readonly string[]>((resolve) => {
    socket.once('end', () => socket.end());
    socket.once('close', () => {
      answers.put('end');
      resolve(answers.all);
    });
  });
  return { socket, peer, answers, ended, gone: peer.gone };
}

/** A frame as `end`'s opposite writes it. */
export function frameFor(end: PeerOptions['end'], frame: Parameters<typeof rawFrame>[0]): Buffer {
  return rawFrame({ isMasked: end === 'server', ...frame });
}
