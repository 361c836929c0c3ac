import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { bodyOf, statusOf, type Refusal } from '../refusal.js';

/** Answers an upgrade with the same status and JSON as any other refusal, and closes the connection. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOf(refusal.code);
  const body = JSON.stringify(bodyOf(refusal));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(refusal.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
