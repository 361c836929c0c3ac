import { randomBytes } from 'node:crypto';

/** An id such as `item_f3…`: 96 random bits. */
export function newId(kind: 'sess' | 'conv' | 'event' | 'item' | 'resp' | 'call'): string {
  return `${kind}_${randomBytes(12).toString('base64url')}`;
}
