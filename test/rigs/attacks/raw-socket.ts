import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { onAbort } from '../../../src/lib/on-abort.js';
import { PAGE_ORIGIN } from '../relay-rig.js';
import { see } from './secret-scan.js';

/** A client that no library keeps from misbehaving. */
export interface RawSocket {
  readonly socket: Socket;
  write(bytes: Buffer | string): void;
  /** Resolves to all that came once it matches. Rejects when the connection ends before. */
  until(pattern: RegExp): Promise<string>;
  /** All that came before the peer closed, as Latin-1. */
  readonly ended: Promise<string>;
}

export function openRawSocket(url: string, signal: AbortSignal): RawSocket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onAbort(signal, () => socket.destroy());
  let received = '';
  const looking = new Set<() => void>();
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    looking.forEach((look) => look());
  });
  socket.on('error', () => undefined);
  const ended = new Promise<string>((resolve) =>
    socket.once('close', () => {
      see(received);
      resolve(received);
    }),
  );
  return {
    socket,
    write: (bytes) => void socket.write(bytes),
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(received)) return;
          looking.delete(look);
          resolve(received);
        };
        looking.add(look);
        look();
        void ended.then(() => reject(new Error(`The connection ended before ${pattern}: ${received}`)));
      }),
  };
}

export const WS_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** The head of an upgrade request; `undefined` leaves a header out. */
export function handshakeOf(wsUrl: string, headers: Readonly<Record<string, string | undefined>> = {}): string {
  const { host, pathname, search } = new URL(wsUrl);
  const all = {
    Host: host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    Origin: PAGE_ORIGIN,
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': WS_KEY,
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameOptions {
  readonly opcode?: keyof typeof OPCODES;
  /** Whether it is the last fragment. */
  readonly final?: boolean;
  /** The bit that compression uses. */
  readonly compressed?: boolean;
  /** What the header says, where that is not true. */
  readonly declaredLength?: number;
}

/** A frame as a client masks it. */
export function frameOf(
  payload: Buffer | string,
  { opcode = 'text', final = true, compressed = false, declaredLength }: FrameOptions = {},
): Buffer {
  const body = Buffer.from(payload);
  const length = declaredLength ?? body.length;
  const first = (final ? 0x80 : 0) | (compressed ? 0x40 : 0) | OPCODES[opcode];
  const mask = randomBytes(4);
  const size = length < 126 ? Buffer.from([0x80 | length]) : length < 65_536 ? Buffer.alloc(3) : Buffer.alloc(9);
  if (size.length === 3) {
    size[0] = 0x80 | 126;
    size.writeUInt16BE(length, 1);
  } else if (size.length === 9) {
    size[0] = 0x80 | 127;
    size.writeBigUInt64BE(BigInt(length), 1);
  }
  for (let index = 0; index < body.length; index += 1) body[index] = (body[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return Buffer.concat([Buffer.from([first]), size, mask, body]);
}
