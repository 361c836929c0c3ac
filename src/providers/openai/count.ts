import { numberIn, type Fields } from '../../lib/fields.js';

/** More tokens, milliseconds or requests than any session has. */
const MAX_COUNT = 1e9;

/** The amount in field `name`. A negative or absurd one is no amount: it would spoil every sum that it entered. */
export function countIn(from: Fields, name: string, max = MAX_COUNT): number | undefined {
  const count = numberIn(from, name);
  return count !== undefined && count >= 0 && count <= max ? count : undefined;
}
