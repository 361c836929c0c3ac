import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

/** 256 random bits, fit for a URL's path. */
export function createTicketId(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** What is stored in place of an id: whoever reads the store cannot open a conversation. */
export function hashTicketId(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

/** How a conversation is called in logs and records. */
export function publicIdOf(id: string): string {
  return hashTicketId(id).slice(0, 16);
}
