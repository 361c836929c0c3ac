import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { bodyOf, statusOf, type Refusal } from '../refusal.js';

/** Answers an upgrade with an HTTP status and the same JSON as every other refusal, and closes the connection. */
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
    ...(refusal.retryAfterSeconds === undefined ? [] : [`Retry-After: ${refusal.retryAfterSeconds}`]),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
