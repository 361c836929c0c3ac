import { createHash, randomBytes } from 'node:crypto';

/** RFC 6455, section 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A nonce by which a client tells that the answer is to its own question. */
export function createHandshakeKey(): string {
  return randomBytes(16).toString('base64');
}

/** How a server answers such a nonce. */
export function acceptKeyOf(key: string): string {
  return createHash('sha1')
    .update(key + MAGIC)
    .digest('base64');
}
